import kafkajs from 'kafkajs';

/** The values of kafkajs. It is CommonJS, and Node finds only some of them as named imports. */
export const { CompressionTypes, ConfigResourceTypes, Kafka, logLevel, PartitionAssigners } = kafkajs;
