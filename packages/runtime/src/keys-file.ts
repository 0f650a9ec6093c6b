import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Key } from './keyring.ts';

const keysSchema = z.strictObject({
  cookieSecret: z.string().min(32),
  keys: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100),
        role: z.enum(['source', 'analyst', 'operator', 'admin']),
        key: z.string().min(16).max(512),
      }),
    )
    .min(1),
});

/** Who may do what, and what signs the operators' sessions. */
export interface KeysFile {
  readonly cookieSecret: string;
  readonly keys: readonly Key[];
}

export class KeysFileError extends Error {
  override readonly name = 'KeysFileError';
  readonly code = 'keys-file-invalid';
}

/** Reads a keys file. Throws KeysFileError with the place of what is wrong, and never with a key. */
export function readKeysFile(file: string): KeysFile {
  const parsed = keysSchema.safeParse(yamlOf(file));
  if (parsed.success) return parsed.data;
  throw new KeysFileError(`The keys file ${file} cannot be used:\n${z.prettifyError(parsed.error)}`);
}

function yamlOf(file: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'), { prettyErrors: false });
  } catch (error) {
    throw new KeysFileError(`The keys file ${file} cannot be read: ${error instanceof Error ? error.message : ''}`, {
      cause: error,
    });
  }
}
