import { brokerClocksAheadMs, inspectBrokers } from '@landfall/adapter-kafka';
import { checkTopics } from './apply-all-topics.ts';
import { kafkaOptions } from './connections.ts';
import type { Finding } from './finding.ts';
import { clockFinding, doubtful, examined, fine, wrong } from './finding.ts';
import type { Settings } from './settings-table.ts';

/** Brokers, their number and clocks, and the topics. */
export async function examineKafka(settings: Settings): Promise<readonly Finding[]> {
  const remedy =
    'Are they up? Look at kafka.brokers, and at kafka.tls and kafka.sasl… where the brokers ask for these.';
  const brokers = await examined('brokers', () => examineBrokers(settings), remedy);
  if (brokers.some(({ level, about }) => level === 'FAIL' && about === 'brokers')) return brokers;
  const topics = await examined('topics', () => examineTopics(settings), 'May this user describe topics?');
  return [...brokers, ...topics, ...(await examineClocks(settings))];
}

async function examineBrokers(settings: Settings): Promise<readonly Finding[]> {
  const { brokers } = await inspectBrokers(kafkaOptions(settings));
  const [copies, inSync] = [settings['kafka.replicationFactor'], settings['kafka.minInsyncReplicas']];
  const reached = fine('brokers', `${brokers.length} reached: ${brokers.join(', ')}`);
  const enough = `${brokers.length} brokers for ${copies} copies, of which ${inSync} have to acknowledge`;
  if (brokers.length < copies) {
    return [
      reached,
      wrong('copies', enough, 'Add brokers, or lower kafka.replicationFactor where losing data is allowed.'),
    ];
  }
  if (copies > 1 && inSync === copies) {
    return [
      reached,
      doubtful('copies', enough, 'One broker away stops everything: lower kafka.minInsyncReplicas by one.'),
    ];
  }
  if (inSync === 1) {
    return [
      reached,
      doubtful('copies', enough, 'What only one broker has is lost with it: for production set 3 and 2.'),
    ];
  }
  return [reached, fine('copies', enough)];
}

async function examineTopics(settings: Settings): Promise<readonly Finding[]> {
  const { count, differences } = await checkTopics(settings);
  if (differences.length === 0) return [fine('topics', `all ${count} are there, as schemas/topics.yaml has them`)];
  return differences.map(({ topic, setting, wanted, found }) =>
    setting === 'topic'
      ? wrong('topics', `${topic} is missing`, 'landfall topics apply creates it.')
      : doubtful(
          'topics',
          `${topic} has ${setting} ${found}, not ${wanted}`,
          'Change it with the tools of Kafka, or schemas/topics.yaml.',
        ),
  );
}

async function examineClocks(settings: Settings): Promise<readonly Finding[]> {
  const about = 'clocks of the brokers';
  try {
    const ahead = await brokerClocksAheadMs(kafkaOptions(settings));
    return [...ahead].map(([broker, aheadMs]) => clockFinding(`clock of broker ${broker}`, aheadMs));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [
      doubtful(about, `not known: ${reason}`, 'May this user make and delete a topic? If not, compare them by hand.'),
    ];
  }
}
