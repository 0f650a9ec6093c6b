import type { SettingName, Settings } from './settings-table.ts';
import { variableOf } from './settings-table.ts';

const TLS_PAIRS = ['kafka', 'redis', 'registry'] as const;

/** What is wrong with settings that are right one by one. */
export function crossProblems(settings: Settings): readonly string[] {
  const problems: string[] = [];
  const refuse = (name: SettingName, words: string): void =>
    void problems.push(`${name} (${variableOf(name)}): ${words}`);
  if (settings['kafka.minInsyncReplicas'] > settings['kafka.replicationFactor']) {
    const found = `found ${settings['kafka.minInsyncReplicas']}, and kafka.replicationFactor ${settings['kafka.replicationFactor']}`;
    refuse('kafka.minInsyncReplicas', `${found}; wanted: no more than there are copies.`);
  }
  if (3 * settings['kafka.heartbeatMs'] > settings['kafka.sessionTimeoutMs']) {
    const found = `found ${settings['kafka.heartbeatMs']}, and kafka.sessionTimeoutMs ${settings['kafka.sessionTimeoutMs']}`;
    refuse('kafka.heartbeatMs', `${found}; wanted: at most a third of it.`);
  }
  const signsIn = settings['kafka.saslMechanism'] !== '';
  if (signsIn !== (settings['kafka.saslUsername'] !== '')) {
    refuse('kafka.saslUsername', 'wanted: together with kafka.saslMechanism, or neither.');
  }
  for (const group of TLS_PAIRS) {
    if ((settings[`${group}.tlsCertFile`] === '') !== (settings[`${group}.tlsKeyFile`] === '')) {
      refuse(`${group}.tlsCertFile`, `wanted: together with ${group}.tlsKeyFile, or neither.`);
    }
  }
  if (!zoneExists(settings['ingest.localTimeZone'])) {
    const found = JSON.stringify(settings['ingest.localTimeZone']);
    refuse('ingest.localTimeZone', `found ${found}; wanted: a zone of the IANA database, such as Europe/London.`);
  }
  return problems;
}

function zoneExists(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) instanceof Intl.DateTimeFormat;
  } catch {
    return false;
  }
}
