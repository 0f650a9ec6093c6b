import { describe, expect, it } from 'vitest';
import { readRulesFile } from './rules-file.ts';

const one = (fields: string) => readRulesFile(`- { ruleId: a, version: 1, kind: convoy${fields} }`);

describe('a rules file', () => {
  it('gives each rule what it says, and the defaults of the schema for the rest', () => {
    expect(readRulesFile('- { ruleId: a, version: 2, kind: convoy, parameters: { withinMs: 60000 } }')).toEqual({
      ok: true,
      value: [
        {
          ruleId: 'a',
          version: 2,
          kind: 'convoy',
          parameters: { withinMs: '60000' },
          themes: [],
          area: null,
          severity: 'UNKNOWN',
          effectiveFrom: 0,
          enabled: true,
          updatedBy: '',
        },
      ],
    });
  });

  it.each([
    ['a time with its zone', ', effectiveFrom: 2026-10-05T09:00:00+01:00', { effectiveFrom: Date.UTC(2026, 9, 5, 8) }],
    ['a theme by any of its names', ', themes: [county lines]', { themes: ['GANGS_AND_COUNTY_LINES'] }],
    [
      'an area as YAML',
      ', area: { type: Point, coordinates: [1, 51] }',
      { area: '{"type":"Point","coordinates":[1,51]}' },
    ],
    [
      'the same area as text',
      `, area: '{ "type": "Point", "coordinates": [1, 51] }'`,
      { area: '{"type":"Point","coordinates":[1,51]}' },
    ],
    ['an area that is no JSON, for the kind to refuse', ', area: Kent', { area: 'Kent' }],
  ])('takes %s', (_what, fields, expected) => {
    expect(one(fields)).toMatchObject({ ok: true, value: [expected] });
  });

  it.each([
    ['no YAML', '- { ruleId', /at line 1/],
    ['no list', 'ruleId: a', /array[\s\S]*Example of a file/],
    ['an empty list', '[]', /1/],
    ['a misspelt field', '- { ruleId: a, version: 1, kind: convoy, paramters: {} }', /paramters/],
    ['a version that is none', '- { ruleId: a, version: 0, kind: convoy }', /version/],
    ['a theme that is none', '- { ruleId: a, version: 1, kind: convoy, themes: [parking] }', /no theme parking/],
    [
      'one rule twice',
      '[{ ruleId: a, version: 1, kind: b }, { ruleId: a, version: 2, kind: b }]',
      /rule a stands there twice/,
    ],
  ])('is refused with %s, and says where', (_what, text, problem) => {
    expect(readRulesFile(text)).toEqual({ ok: false, problem: expect.stringMatching(problem) });
  });
});
