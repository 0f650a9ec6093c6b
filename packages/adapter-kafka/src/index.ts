export { applyTopics } from './apply-topics.ts';
export type { AppliedTopics, ApplyTopicsOptions, TopicDifference, TopicWanted } from './apply-topics.ts';
export { kafkaEventLog } from './event-log.ts';
export { brokerClocksAheadMs, inspectBrokers } from './inspect-brokers.ts';
export type { BrokersSeen } from './inspect-brokers.ts';
export type { KafkaEventLogOptions, KafkaLogEntry, KafkaOptions } from './options.ts';
