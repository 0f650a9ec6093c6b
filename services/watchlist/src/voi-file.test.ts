import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readVoiFile } from './voi-file.ts';
import { VOI_COLUMNS } from './voi-columns.ts';

const HEADER = VOI_COLUMNS.join(',');
const ROW = 'AB12 CDE,FORD,TRANSIT,WHITE,HIGH,,Theft,,,Kent,31/12/2026,,,,,';

async function read(body: Buffer | string, rowsMax = 1000) {
  const file = await readVoiFile(Buffer.from(body), rowsMax);
  if (!file.ok) throw new Error(file.refusal.code);
  return file.value;
}

async function outline(body: string): Promise<readonly string[]> {
  const { rows } = await read(body);
  return rows.map(({ row, line, refusal }) => `row ${row} line ${line} ${refusal?.code ?? 'ok'}`);
}

describe('a VOI file', () => {
  it.each([
    ['a header', `${HEADER}\n${ROW}\n`],
    ['no header', `${ROW}\n`],
    ['no line break at the end', `${HEADER}\r\n${ROW}`],
    ['CR LF', `${HEADER}\r\n${ROW}\r\n`],
    ['CR alone', `${HEADER}\r${ROW}\r`],
    ['blank lines', `\n\n${HEADER}\n\n\n${ROW}\n\n`],
    ['a byte order mark', `\uFEFF${HEADER}\n${ROW}\n`],
  ])('is read with %s', async (_what, body) => {
    const { rows, encoding } = await read(body);
    expect(encoding).toBe('utf-8');
    expect(rows.map(({ cells }) => cells.join(','))).toEqual([ROW]);
  });

  it('is read in every encoding in which lists come, and says which', async () => {
    const text = `${ROW.replace('FORD', 'ŠKODA').replace('WHITE', 'café – £5')}\n`;
    const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');
    const windows = Buffer.from(text.replace('Š', '\x8a').replace('–', '\x96'), 'latin1');
    for (const [body, encoding] of [
      [Buffer.from(text), 'utf-8'],
      [utf16, 'utf-16le'],
      [Buffer.from(utf16).swap16(), 'utf-16be'],
      [windows, 'windows-1252'],
    ] as const) {
      const file = await read(body);
      expect(file.encoding).toBe(encoding);
      expect(file.rows[0]?.cells.slice(1, 4)).toEqual(['ŠKODA', 'TRANSIT', 'café – £5']);
    }
  });

  it('keeps quotes, commas and line breaks inside fields', async () => {
    const body = `${HEADER}\r\n${ROW.replace('Theft', '"Says ""no"",\r\nthen\nruns"')}\r\n${ROW}\r\n`;
    const { rows } = await read(body);
    expect(rows[0]?.cells[6]).toBe('Says "no",\r\nthen\nruns');
    expect(rows.map(({ line }) => line)).toEqual([2, 5]);
  });

  it.each([
    ['too few columns', `${ROW}\na,b\n${ROW}\n`, ['row 1 line 1 ok', 'row 2 line 2 column-count', 'row 3 line 3 ok']],
    [
      'too many columns',
      `${ROW}\n${ROW},x\n${ROW}\n`,
      ['row 1 line 1 ok', 'row 2 line 2 column-count', 'row 3 line 3 ok'],
    ],
    [
      'NUL',
      `${ROW}\n${ROW.replace('FORD', 'F\0RD')}\n${ROW}\n`,
      ['row 1 line 1 ok', 'row 2 line 2 nul-byte', 'row 3 line 3 ok'],
    ],
    [
      'a quote inside a field',
      `${ROW}\n${ROW.replace('Theft', '"a "b" c"')}\n${ROW}\n`,
      ['row 1 line 1 ok', 'row 2 line 2 quote-misplaced', 'row 3 line 3 ok'],
    ],
    [
      'a quote after text',
      `${ROW}\r\n${ROW.replace('Theft', '5" pipe')}\r\n${ROW}\r\n`,
      ['row 1 line 1 ok', 'row 2 line 2 quote-misplaced', 'row 3 line 3 ok'],
    ],
    [
      'two damaged rows together',
      `${ROW.replace('Theft', 'a"b"c')}\n${ROW.replace('Theft', '5" pipe')}\n${ROW}\n`,
      ['row 1 line 1 quote-misplaced', 'row 2 line 2 quote-misplaced', 'row 3 line 3 ok'],
    ],
    [
      'a quote that is not closed',
      `${HEADER}\n${ROW}\n${ROW.replace('Theft', '"Theft')}\n${ROW}\n`,
      ['row 1 line 2 ok', 'row 2 line 3 quote-not-closed'],
    ],
  ])('refuses a row with %s and reads the others', async (_what, body, expected) => {
    expect(await outline(body)).toEqual(expected);
  });

  it('finds lines after breaks in quotes, CR LF ones too', async () => {
    const broken = ROW.replace('Theft', '"one\r\ntwo\r\nthree"');
    const body = `${broken}\r\n${ROW.replace('Theft', '5" pipe')}\r\n${ROW}\r\n`;
    expect(await outline(body)).toEqual(['row 1 line 1 ok', 'row 2 line 4 quote-misplaced', 'row 3 line 5 ok']);
  });

  it('is refused when it is empty, has too many rows or an unclear header', async () => {
    const unclear = HEADER.replace('colour', 'paint').split(',').toReversed().join(',');
    await expect(readVoiFile(Buffer.alloc(0), 10)).resolves.toMatchObject({ refusal: { code: 'file-empty' } });
    await expect(readVoiFile(Buffer.from('\n\r\n'), 10)).resolves.toMatchObject({ refusal: { code: 'file-empty' } });
    await expect(readVoiFile(Buffer.from(unclear), 10)).resolves.toMatchObject({
      refusal: { code: 'columns-unknown' },
    });
    const four = Buffer.from(`${ROW}\n`.repeat(4));
    await expect(readVoiFile(four, 3)).resolves.toMatchObject({ refusal: { code: 'file-too-large' } });
  });

  it('takes exactly the rows of the bound, with a header and without', async () => {
    expect((await read(`${HEADER}\n${`${ROW}\n`.repeat(3)}`, 3)).rows).toHaveLength(3);
    expect((await read(`${ROW}\n`.repeat(3), 3)).rows).toHaveLength(3);
  });

  it('gives back every field that was quoted by the rules', async () => {
    const field = fc.string({ unit: 'binary', maxLength: 12 }).filter((text) => !text.includes('\0'));
    const cells = fc.array(field, { minLength: 16, maxLength: 16 });
    await fc.assert(
      fc.asyncProperty(fc.array(cells, { minLength: 1, maxLength: 5 }), async (rows) => {
        const quoted = rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','));
        const file = await read(`${HEADER}\n${quoted.join('\n')}\n`);
        expect(file.rows.map((row) => row.cells)).toEqual(rows);
      }),
    );
  });

  it('survives any bytes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (bytes) => {
        const file = await readVoiFile(Buffer.from(bytes), 1000);
        const isRead =
          file.ok && file.value.rows.every(({ cells, refusal }) => refusal !== null || cells.length === 16);
        const isRefused = !file.ok && ['file-empty', 'columns-unknown'].includes(file.refusal.code);
        expect(isRead || isRefused).toBe(true);
      }),
    );
  });
});
