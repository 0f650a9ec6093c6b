export { CONTROL_ROOM_LIMITS } from './config.ts';
export type { ControlRoomLimits, ControlRoomOptions } from './config.ts';
export { controlRoomService } from './service.ts';
export type {
  AlarmLoad,
  AnswerKind,
  AnswerRequest,
  HitView,
  IncidentDetail,
  IncidentGone,
  IncidentSummary,
  IncidentUpdate,
  MapReply,
  SimulationStatus,
  Snapshot,
  StatusReply,
} from './wire.ts';
