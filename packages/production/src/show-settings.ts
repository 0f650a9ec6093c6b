import type { LoadedSettings } from './load-settings.ts';
import type { Setting } from './setting.ts';
import type { SettingName } from './settings-table.ts';
import { SETTING_NAMES, SETTINGS, variableOf } from './settings-table.ts';

const NOT_SET = '(not set)';

/** The effective settings, one a line, with where each came from. Secrets are not shown. */
export function describeSettings({ settings, origins }: LoadedSettings): string {
  const rows = SETTING_NAMES.map((name) => [name, shown(name, settings[name]), origins[name]] as const);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => Math.min(40, row[column]!.length))));
  return rows
    .map(([name, value, from]) => `${name.padEnd(widths[0]!)}  ${value.padEnd(widths[1]!)}  ${from}`)
    .join('\n');
}

function shown(name: SettingName, value: unknown): string {
  if (value === '' || (Array.isArray(value) && value.length === 0)) return NOT_SET;
  if (SETTINGS[name].secret) return '(hidden)';
  return Array.isArray(value) ? value.join(',') : String(value);
}

const INTRODUCTION = `# Configuration

Made from packages/production/src/settings-table.ts by \`landfall config --page\`; a test keeps it current.

Every process takes its settings from a YAML file (\`--config FILE\`, or LANDFALL_CONFIG) and from the environment, which goes over the file.
A dot in a name is a level of the file: \`kafka.tls\` stands as \`tls\` below \`kafka\`. One file may serve all processes; each takes what it needs.
Keys that there are not are refused. A secret can also be read from a file: add \`_FILE\` to its variable and name the file.
\`landfall config\` shows what is in force, and where it came from. \`landfall doctor\` tries it.

    namespace: kent.
    kafka: { brokers: ['kafka-1:9092', 'kafka-2:9092'], tls: true }
    redis: { nodes: ['redis:6379'] }
    registry: { url: 'http://apicurio:8080/apis/ccompat/v7' }
    keysFile: /etc/landfall/keys.yaml

| setting | environment | default | takes | meaning |
| --- | --- | --- | --- | --- |
`;

/** deploy/configuration.md. */
export function settingsPage(): string {
  const rows = SETTING_NAMES.map((name) => {
    const setting: Setting = SETTINGS[name];
    const variable = `\`${variableOf(name)}\`${setting.secret ? ', or with `_FILE`' : ''}`;
    const { fallback } = setting;
    const empty = fallback === '' || (Array.isArray(fallback) && fallback.length === 0);
    const initial = empty ? '' : `\`${String(fallback)}\``;
    return `| \`${name}\` | ${variable} | ${initial} | ${setting.wanted} | ${setting.about} |`;
  });
  return `${INTRODUCTION}${rows.join('\n')}\n`;
}
