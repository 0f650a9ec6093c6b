import type { Camera } from './cameras.ts';

/** The id by which the camera's messages name it: makers use addresses and serial numbers, not the site's name. */
export function reportedCameraId(camera: Camera): string {
  const hex = (0x100000 + camera.index * 7919).toString(16).slice(-6);
  if (camera.format === 'hikvision') return `d4:e8:53:${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}`;
  if (camera.format === 'axis') return `ACCC8E${hex.toUpperCase()}`;
  return camera.cameraId;
}

/** The camera reference document: a GeoJSON FeatureCollection of Points. */
export function cameraReference(cameras: readonly Camera[]): string {
  const features = cameras.map((camera) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [camera.position.longitudeDeg, camera.position.latitudeDeg] },
    properties: {
      cameraId: reportedCameraId(camera),
      name: camera.name,
      road: camera.road,
      bearingDeg: camera.bearingDeg,
      lanes: camera.lanes,
    },
  }));
  return JSON.stringify({ type: 'FeatureCollection', features });
}
