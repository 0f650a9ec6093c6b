/** Writes what is made from the schemas for downstream users: the AsyncAPI document, and the client's copy of the hit's schema. */
import { copyFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { SCHEMAS_DIR } from '../support/world.ts';
import { asyncApiText } from './asyncapi.ts';

const CLIENT_SCHEMA = path.resolve(SCHEMAS_DIR, '../packages/client/hit.avsc');

writeFileSync(path.join(SCHEMAS_DIR, 'asyncapi.yaml'), asyncApiText());
copyFileSync(path.join(SCHEMAS_DIR, 'hit.avsc'), CLIENT_SCHEMA);
process.stdout.write('Written: schemas/asyncapi.yaml and packages/client/hit.avsc\n');
