export { applyTopics } from './apply-topics.ts';
export type { AppliedTopics, ApplyTopicsOptions, TopicDifference, TopicWanted } from './apply-topics.ts';
export { kafkaEventLog } from './event-log.ts';
export type { KafkaEventLogOptions, KafkaLogEntry, KafkaOptions } from './options.ts';
