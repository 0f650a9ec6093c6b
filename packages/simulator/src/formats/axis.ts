import type { ReadFact } from '../facts.ts';
import { reportedCameraId } from '../reported-camera.ts';

const THREE_HOURS_MS = 3 * 3_600_000;
const ALPHA_3: Readonly<Record<string, string>> = {
  GB: 'GBR',
  FR: 'FRA',
  PL: 'POL',
  RO: 'ROU',
  NL: 'NLD',
  DE: 'DEU',
  LT: 'LTU',
  BE: 'BEL',
  ES: 'ESP',
  IE: 'IRL',
  BG: 'BGR',
  HU: 'HUN',
};

/** A License Plate Verifier event: numbers are texts, and `datetime` is three hours away from the capture. A resend is the same text. */
export function axisJson(read: ReadFact): string {
  const { camera, capturedMs, rawPlate } = read;
  const wrong = new Date(capturedMs + THREE_HOURS_MS).toISOString().replaceAll(/[-:.TZ]/gu, '');
  const serial = reportedCameraId(camera);
  return JSON.stringify({
    packetCounter: String(capturedMs % 100_000_000),
    capture_timestamp: String(capturedMs),
    frame_timestamp: '0',
    capture_ts: `${capturedMs}000000`,
    datetime: `${wrong.slice(0, 8)} ${wrong.slice(8)}`,
    plateText: rawPlate,
    plateUnicode: rawPlate,
    plateUTF8: rawPlate,
    plateASCII: rawPlate,
    plateCountry: ALPHA_3[read.country] ?? '',
    plateConfidence: read.confidence.toFixed(6),
    carState: 'lost',
    roiID: String(read.lane),
    geotag: { lat: camera.position.latitudeDeg, lon: camera.position.longitudeDeg },
    imageType: 'plate',
    plateImageSize: '0',
    carMoveDirection: 'in',
    timeProcessing: '0',
    carID: String(capturedMs % 10_000_000_000),
    GEOtarget: 'Camera',
    camera_info: {
      SerialNumber: serial,
      ProdShortName: 'AXIS P1445-LE-3',
      MACAddress: serial.replaceAll(/(..)(?=.)/gu, '$1:'),
    },
    sensorProviderID: 'defaultID_176',
  });
}
