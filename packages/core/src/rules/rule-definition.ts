import { assertNever } from '../assert.ts';
import type { Rule } from '../events.ts';
import { areaCrossing } from './area-crossing.ts';
import { convoy } from './convoy.ts';
import { geofence } from './geofence.ts';
import { missingChild } from './missing-child.ts';
import { refused } from './parameters.ts';
import { portThenRoad } from './port-then-road.ts';
import { roadThenPort } from './road-then-port.ts';
import { shuttle } from './shuttle.ts';
import { WATCH_HIT_RULE_ID } from './watch-hit.ts';
import type { Finding, Parsed, Sighting, WindowKind, WindowRule } from './window-rule.ts';

/** One version of a rule at work: its kind with typed parameters, for the event times that it judges. */
export interface ActiveRule {
  readonly definition: Rule;
  readonly window: WindowKind;
  readonly reachMs: number;
  readonly beforeHoldsMs: number;
  /** Event times that this version judges, start inclusive, end exclusive. A finding is judged at the time of the fact that it is attributed to. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly asksFor: (sighting: Sighting) => boolean;
  readonly find: (one: Sighting, others: readonly Sighting[]) => readonly Finding[];
}

type Activate = (definition: Rule, toMs: number) => Parsed<ActiveRule>;

/** Every kind of rule that a definition can name. "A listed vehicle was here" needs no definition. */
const KINDS: ReadonlyMap<string, Activate> = new Map([
  kindOf(portThenRoad),
  kindOf(roadThenPort),
  kindOf(convoy),
  kindOf(shuttle),
  kindOf(areaCrossing),
  kindOf(geofence),
  kindOf(missingChild),
]);

export const RULE_KINDS: readonly string[] = [...KINDS.keys()];

/** The rule that an event of the `rules` topic defines, as if no later version ended it; or what is wrong with it. */
export function parseRule(definition: Rule, toMs = Infinity): Parsed<ActiveRule> {
  const { ruleId, version, kind } = definition;
  if (ruleId === '' || !Number.isInteger(version) || version < 1)
    return refused('a rule has an id, and a version from 1');
  if (ruleId === WATCH_HIT_RULE_ID)
    return refused(`the id ${WATCH_HIT_RULE_ID} is taken by the rule that is always on`);
  const activate = KINDS.get(kind);
  if (activate === undefined) return refused(`there is no rule of kind ${kind}; there is ${RULE_KINDS.join(', ')}`);
  return activate(definition, toMs);
}

function kindOf<P>(rule: WindowRule<string, P>): readonly [kind: string, activate: Activate] {
  return [
    rule.kind,
    (definition, toMs) => {
      const parsed = rule.parse(definition);
      return parsed.ok ? { ok: true, value: activeRule(rule, parsed.value, { definition, toMs }) } : parsed;
    },
  ];
}

function activeRule<P>(
  rule: WindowRule<string, P>,
  parameters: P,
  { definition, toMs }: { readonly definition: Rule; readonly toMs: number },
): ActiveRule {
  const fromMs = definition.effectiveFrom;
  const judges = ({ attributedTo }: Finding): boolean =>
    attributedTo.evidence.occurredAt >= fromMs && attributedTo.evidence.occurredAt < toMs;
  return {
    definition,
    window: rule.window,
    reachMs: rule.reachMs(parameters),
    beforeHoldsMs: rule.beforeHoldsMs(parameters),
    fromMs,
    toMs,
    asksFor: (sighting) => rule.asksFor(sighting, parameters),
    find: (one, others) => rule.find(one, others, parameters).filter(judges),
  };
}

/** The name of the window of a kind to which a fact belongs; null when it belongs to none. Facts of one name see each other. */
export function windowName(kind: WindowKind, { entryId, ocgId, vehicleMark, evidence }: Sighting): string | null {
  switch (kind) {
    case 'none':
      return null;
    case 'subject':
    case 'history':
      return `${kind}/${entryId}/${vehicleMark}`;
    case 'group':
      return ocgId === null ? null : `group/${ocgId}`;
    case 'place': {
      const place = evidence.cameraId ?? evidence.portUnlocode;
      return place === null ? null : `place/${evidence.sourceId}/${place}`;
    }
    default:
      return assertNever(kind);
  }
}
