import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.ts';

function lines(showPlates: boolean, fields: object): string {
  let text = '';
  const destination = new Writable({
    write(chunk: Buffer, _encoding, done) {
      text += chunk.toString();
      done();
    },
  });
  createLogger({ level: 'info', showPlates, destination }).info(fields, 'message');
  return text;
}

const fields = {
  plate: 'AB12CDE',
  hit: { vehicleMark: 'AB12CDE' },
  request: { headers: { authorization: 'Bearer s3cret' } },
};

describe('logger', () => {
  it('redacts plates, at any of three levels', () => {
    expect(lines(false, fields)).toContain('[redacted]');
    expect(lines(false, fields)).not.toContain('AB12CDE');
  });

  it('writes plates when configured to, and never a secret', () => {
    expect(lines(true, fields)).toContain('AB12CDE');
    expect(lines(true, fields)).not.toContain('s3cret');
  });
});
