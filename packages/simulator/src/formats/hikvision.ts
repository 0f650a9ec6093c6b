import type { ReadFact } from '../facts.ts';
import { isoWithOffset, zoneOffsetMs } from '../local-time.ts';
import { reportedCameraId } from '../reported-camera.ts';

const HOUR_MS = 3_600_000;

/** An ISAPI event notification with the elements of a real camera's, its misspelt one included. Times have whole seconds. */
export function hikvisionXml(read: ReadFact, resend: boolean): string {
  const { camera, capturedMs } = read;
  const trueMs = capturedMs - camera.clockAheadMs;
  const offsetHours = zoneOffsetMs(trueMs, 'Europe/London') / HOUR_MS;
  const dateTime = isoWithOffset(capturedMs, offsetHours);
  const digits = dateTime.slice(0, 19).replaceAll(/[^0-9]/gu, '');
  const uuid = `${digits}${String(camera.index).padStart(5, '0')}Kent${read.trueMark}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<EventNotificationAlert version="2.0" xmlns="http://www.hikvision.com/ver20/XMLSchema">
<ipAddress>10.20.0.${camera.index + 1}</ipAddress><portNo>8888</portNo><protocol>HTTP</protocol>
<macAddress>${reportedCameraId(camera)}</macAddress><channelID>1</channelID>
<dateTime>${dateTime}</dateTime><activePostCount>1</activePostCount>
<eventType>ANPR</eventType><eventState>active</eventState><eventDescription>ANPR</eventDescription>
<channelName>${camera.name}</channelName>
<ANPR><country>3</country><licensePlate>${read.rawPlate}</licensePlate><line>${read.lane}</line><direction>forward</direction>
<confidenceLevel>${Math.round(read.confidence * 100)}</confidenceLevel><plateType>unknown</plateType>
<vehicleType>vehicle</vehicleType><vehicleInfo><color>unknown</color><vehileModel>0</vehileModel></vehicleInfo>
<pictureInfoList><pictureInfo><fileName>licensePlatePicture.jpg</fileName><type>licensePlatePicture</type>
<absTime>${digits}000</absTime></pictureInfo></pictureInfoList>
<originalLicensePlate>${read.rawPlate}</originalLicensePlate></ANPR>
<UUID>${uuid}</UUID><picNum>0</picNum><isDataRetransmission>${resend}</isDataRetransmission>
<countryAbbreviation>NON</countryAbbreviation>
</EventNotificationAlert>
`;
}
