import { LEVELS, themeOf } from '@landfall/core';
import { z } from 'zod';
import type { Result } from './codes.ts';
import { accept, refuse } from './codes.ts';
import { instant } from './entry-body.ts';
import { TEXT_CHARACTERS_MAX } from './entry-rules.ts';
import type { RuleContent } from './rules.ts';

const PARAMETERS_MAX = 50;
const THEMES_MAX = 20;

const text = z.string().max(TEXT_CHARACTERS_MAX);

/** The body of PUT /v1/rules/:id: the whole content, and the version that it was made from; 0 for a new rule. */
export const ruleBody = z.strictObject({
  version: z.int().nonnegative().default(0),
  kind: text.min(1),
  parameters: z
    .record(text, z.union([text, z.number()]).transform(String))
    .refine((parameters) => Object.keys(parameters).length <= PARAMETERS_MAX, `at most ${PARAMETERS_MAX} parameters`)
    .default({}),
  themes: z.array(text).max(THEMES_MAX).default([]),
  /** GeoJSON; its bound is that of the body. */
  area: z.record(z.string(), z.json()).nullable().default(null),
  severity: z.enum(LEVELS).default('UNKNOWN'),
  effectiveFrom: instant.optional(),
  enabled: z.boolean().default(true),
});

/** The content that a body gives a rule; whether its kind can judge by it is asked of core later. */
export function ruleContent(body: Omit<z.output<typeof ruleBody>, 'version'>): Result<RuleContent> {
  const themes = new Set<string>();
  for (const name of body.themes) {
    const theme = themeOf(name);
    if (theme === null) return refuse('theme-unknown', `It is ${name}.`);
    themes.add(theme);
  }
  const area = body.area === null ? null : JSON.stringify(body.area);
  return accept({ ...body, themes: [...themes], area, effectiveFrom: body.effectiveFrom });
}
