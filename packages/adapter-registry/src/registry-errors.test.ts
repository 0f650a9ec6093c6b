import { SchemaRegistryError } from '@landfall/ports';
import { describe, expect, it } from 'vitest';
import { toRegistryError } from './registry-errors.ts';

describe('toRegistryError', () => {
  it.each([
    [404, 'schema-unknown'],
    [409, 'schema-incompatible'],
    [422, 'schema-invalid'],
    [401, 'schema-registry-unavailable'],
    [400, 'schema-registry-unavailable'],
    [503, 'schema-registry-unavailable'],
  ])('names an answer of status %d %s', (status, code) => {
    expect(toRegistryError(Object.assign(new Error('no'), { status }))).toMatchObject({
      code,
      message: 'Schema registry: no.',
    });
  });

  it('gives back what has a code already', () => {
    const error = new SchemaRegistryError('schema-invalid', 'not JSON');
    expect(toRegistryError(error)).toBe(error);
  });
});
