import { describe, expect, it } from 'vitest';
import { parseScenario } from './parse-scenario.ts';
import { expectedLines, playScenario } from './play-scenario.ts';

const SCENARIOS: readonly (readonly [promise: string, table: string])[] = [
  [
    'a listed vehicle is a hit wherever it is read, another one is not',
    `
    Mon 08:00 entry E1 on kent-voi lists AB12CDE
    Mon 08:05 read M20-J9 AB12CDE               -> E1 exact
    Mon 08:06 read M20-J9 AB12CDF               -> nothing
    Mon 08:19 read A20-ROUNDHILL AB12CDE        -> E1 exact
    Mon 08:20 incident AB12CDE                  -> 2 hits, 2 unanswered
    `,
  ],
  [
    'a camera that takes one character for its like is forgiven, two are not, unless the entry says so',
    `
    Mon 08:00 entry STRICT on kent-voi lists BO12SGZ forgives 0
    Mon 08:00 entry USUAL on kent-voi lists BO12SGZ
    Mon 08:00 entry LENIENT on kent-voi lists BO12SGZ forgives 2
    Mon 08:05 read M2-J7 BO12SGZ                -> LENIENT exact, STRICT exact, USUAL exact
    Mon 08:06 read M2-J7 B012SGZ                -> LENIENT 1 forgiven, USUAL 1 forgiven
    Mon 08:07 read M2-J7 8012SGZ                -> LENIENT 2 forgiven
    Mon 08:08 read M2-J7 80I2SGZ                -> nothing
    Mon 08:09 read M2-J7 BO12SGA                -> nothing
    Mon 08:10 read M2-J7 BO12SG                 -> nothing
    `,
  ],
  [
    'a partly known plate hits every plate that fits it',
    `
    Sun 21:00 read A249-1 GX19ABC               -> E1 pattern look-back, E2 pattern look-back
    Mon 08:00 entry E1 on kent-voi lists GX19A??
    Mon 08:00 entry E2 on kent-voi lists GX1*BC
    Mon 08:05 read A249-1 GX19AKP               -> E1 pattern
    Mon 08:06 read A249-1 GX19ABC               -> E1 pattern, E2 pattern
    Mon 08:07 read A249-1 GX19AB                -> nothing
    Mon 08:08 read A249-1 GX17BBC               -> E2 pattern
    Mon 08:09 read A249-1 HX19ABC               -> nothing
    `,
  ],
  [
    'a trailer and a container are found in port movements, a trailer also on the road, a container never',
    `
    Mon 05:00 entry LORRY on border lists KL58FEM
    Mon 05:00 entry BOX on border lists container MSKU1234565
    Mon 05:00 entry TRAILER on border lists trailer C123456
    Mon 06:00 movement GBDVR vehicle KL58FEM trailer C123456   -> LORRY exact, TRAILER exact
    Mon 06:10 movement GBDVR trailer C999999 container MSKU1234565   -> BOX exact
    Mon 06:20 movement GBDVR vehicle XX11XXX trailer T777777   -> nothing
    Mon 06:40 read A20-ROUNDHILL C123456        -> TRAILER exact
    Mon 06:50 read A20-ROUNDHILL MSKU1234565    -> nothing
    `,
  ],
  [
    'a new entry looks back 24 hours, to the minute',
    `
    Sun 11:59 read M20-J11 AB12CDE              -> nothing
    Sun 12:00 read M20-J11 AB12CDE              -> E1 exact look-back
    Mon 11:59 read M20-J12 A812CDE              -> E1 1 forgiven look-back
    Mon 12:00 entry E1 on kent-voi lists AB12CDE look-back 24h
    Mon 12:05 read M20-J9 AB12CDE               -> E1 exact
    Mon 12:06 incident AB12CDE                  -> 3 hits, 3 unanswered
    `,
  ],
  [
    'an entry holds until its end, which is exclusive, even for what is looked back at',
    `
    Mon 07:30 read M2-J5 AB12CDE                -> DAY exact look-back
    Mon 08:00 entry DAY on kent-voi lists AB12CDE until Mon 20:00
    Mon 19:59 read M2-J5 AB12CDE                -> DAY exact
    Mon 20:00 read M2-J5 AB12CDE                -> nothing
    Mon 20:01 read M2-J6 AB12CDE taken Mon 19:59   -> DAY exact
    `,
  ],
  [
    'a withdrawn entry raises no more, and what it raised stays',
    `
    Mon 08:00 entry E1 on kent-voi lists AB12CDE
    Mon 08:05 read M20-J9 AB12CDE               -> E1 exact
    Mon 08:30 entry E2 on essex-voi lists AB12CDE look-back 0h
    Mon 09:00 withdraw E1
    Mon 09:05 read M20-J9 AB12CDE               -> E2 exact
    Mon 10:00 withdraw E2
    Mon 10:05 read M20-J9 AB12CDE               -> nothing
    Mon 10:06 incident AB12CDE                  -> 2 hits, 2 unanswered
    `,
  ],
  [
    'a vehicle on two lists stays two entries: two hits of one incident',
    `
    Mon 08:00 entry KENT on kent-voi lists AB12CDE
    Mon 08:01 entry ESSEX on essex-voi lists AB12CDE
    Mon 08:05 read DARTFORD AB12CDE             -> ESSEX exact, KENT exact
    Mon 08:06 incident AB12CDE                  -> 2 hits, 2 unanswered
    `,
  ],
  [
    'a read that comes late is a hit all the same, and says that it is late',
    `
    Mon 08:00 entry E1 on kent-voi lists AB12CDE
    Mon 08:30 read M2-J5 XX11XXX                -> nothing
    Mon 08:30 read M2-J6 XX22XXX                -> nothing
    Mon 08:30 read M2-J7 XX33XXX                -> nothing
    Mon 08:31 read M20-J9 AB12CDE taken Mon 08:10   -> E1 exact late
    Mon 08:31 read M20-J9 AB12CDE taken Mon 08:29   -> E1 exact
    `,
  ],
];

describe('the matcher', () => {
  it.each(SCENARIOS)('keeps to it: %s', async (_promise, table) => {
    const lines = parseScenario(table);
    expect(await playScenario(lines)).toEqual(expectedLines(lines));
  });
});

describe('a scenario', () => {
  it.each([
    'Mon 08:00 read M20-J9 AB12CDE',
    'Mon 08:00 rad M20-J9 AB12CDE -> nothing',
    'Wed 08:00 read M20-J9 AB12CDE -> nothing',
    'Mon 08:00 entry E1 lists AB12CDE',
    'Mon 08:00 withdraw E1 -> nothing',
  ])('refuses a line that it does not understand, or that promises nothing: %s', (line) => {
    expect(() => parseScenario(line)).toThrow(/not understood|no time/);
  });
});
