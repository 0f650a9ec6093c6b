import type { ReadFact } from '../facts.ts';
import { reportedCameraId } from '../reported-camera.ts';

/** A tracked object update of type `lpr`; each capture is an object of its own. A resend is the same text. */
export function frigateJson(read: ReadFact): string {
  const seconds = (read.capturedMs / 1000).toFixed(3);
  return JSON.stringify({
    type: 'lpr',
    id: `${seconds}-${read.trueMark.toLowerCase()}`,
    name: null,
    plate: read.rawPlate,
    score: read.confidence,
    camera: reportedCameraId(read.camera),
    timestamp: Number(seconds),
    plate_box: [917, 487, 1029, 529],
  });
}
