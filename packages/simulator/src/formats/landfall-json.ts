import type { ReadFact } from '../facts.ts';

/** One record of the project's own JSON, without the line break of NDJSON. Written by hand, since a day has some 600,000. */
export function landfallJson(read: ReadFact, resend: boolean): string {
  const { camera } = read;
  const candidates = read.candidate === null ? '' : `,"candidates":[{"plate":"${read.candidate}","confidence":0.4}]`;
  const again = resend ? ',"retransmitted":true' : '';
  const time = new Date(read.capturedMs).toISOString();
  return (
    `{"cameraId":"${camera.cameraId}","plate":"${read.rawPlate}","capturedAt":"${time}","confidence":${read.confidence},` +
    `"lane":${read.lane},"bearingDeg":${camera.bearingDeg},"country":"${read.country}"${candidates}${again}}`
  );
}
