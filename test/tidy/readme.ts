import { lineAt } from './source-file.ts';
import type { Finding, SourceFile } from './source-file.ts';

const TOUR_TITLE = 'Follow one read';
const TOUR_FILES = { min: 12, max: 18 };
/** A code as a quoted text, or as the bare key of a table. */
const CODE = /'([a-z][a-z0-9]*(?:-[a-z0-9]+)*)'|^ {2}([a-z][a-z0-9]*): ['[]/gm;
const CODES_FILE = /^(?:packages|services)\/[^/]+\/src\/codes\.ts$/;

/** The README tells an operator what to do about every code, and a newcomer where to walk. */
export function checkReadme(files: readonly SourceFile[]): Finding[] {
  const readme = files.find(({ path }) => path === 'README.md');
  if (readme === undefined) return [{ path: 'README.md', line: 1, message: 'there is no README' }];
  return [...checkCodes(files, readme), ...checkTour(files, readme)];
}

function checkCodes(files: readonly SourceFile[], readme: SourceFile): Finding[] {
  const rows = readme.text.split('\n').filter((line) => line.startsWith('|'));
  const explained = new Set(rows.flatMap((row) => [...row.matchAll(/`([a-z0-9-]+)`/g)].map(([, code]) => code)));
  const lists = files.filter(({ path }) => CODES_FILE.test(path));
  if (lists.length === 0)
    return [{ path: 'services', line: 1, message: 'no service has a list of codes in src/codes.ts' }];
  return lists.flatMap(({ path, text }) => {
    const found = [...text.matchAll(CODE)].map((match) => ({ code: match[1] ?? match[2] ?? '', index: match.index }));
    const codes = found.filter(({ code }, position) => found.findIndex((other) => other.code === code) === position);
    if (codes.length === 0) return [{ path, line: 1, message: 'lists no codes' }];
    return codes
      .filter(({ code }) => !explained.has(code))
      .map(({ code, index }) => ({
        path,
        line: lineAt(text, index),
        message: `${code} has no row in a table of README.md`,
      }));
  });
}

function checkTour(files: readonly SourceFile[], readme: SourceFile): Finding[] {
  const heading = new RegExp(`^(#+) .*${TOUR_TITLE}.*$`, 'm').exec(readme.text);
  if (heading === null) return [{ path: readme.path, line: 1, message: `no section "${TOUR_TITLE}"` }];
  const start = heading.index + heading[0].length;
  const rest = readme.text.slice(start);
  const end = rest.search(new RegExp(`^#{1,${heading[1]?.length ?? 1}} `, 'm'));
  const section = end === -1 ? rest : rest.slice(0, end);
  const stops = [...section.matchAll(/`([\w.@-]+(?:\/[\w.@-]+)+)`/g)].map(({ 1: stop = '', index }) => ({
    stop,
    line: lineAt(readme.text, start + index),
  }));
  const exists = new Set(files.map(({ path }) => path));
  const findings = stops
    .filter(({ stop }, position) => !exists.has(stop) || stops.findIndex((other) => other.stop === stop) !== position)
    .map(({ stop, line }) => ({
      path: readme.path,
      line,
      message: exists.has(stop) ? `the tour enters ${stop} twice` : `the tour names ${stop}, which does not exist`,
    }));
  if (stops.length >= TOUR_FILES.min && stops.length <= TOUR_FILES.max) return findings;
  const message = `the tour names ${stops.length} files, not ${TOUR_FILES.min} to ${TOUR_FILES.max}`;
  return [...findings, { path: readme.path, line: lineAt(readme.text, heading.index), message }];
}
