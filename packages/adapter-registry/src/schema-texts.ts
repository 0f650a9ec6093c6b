import type { SchemaRegistry as Client } from '@kafkajs/confluent-schema-registry';

type Middleware = NonNullable<ConstructorParameters<typeof Client>[0]['middlewares']>[number];

const SCHEMA_URL = /\/schemas\/ids\/(\d+)$/;

/**
 * Keeps the text of every schema that the client reads. What the client itself gives back has gone through avsc, which
 * leaves out what it does not need for one schema alone, such as the default symbol of an enum.
 */
export function keepSchemaTexts(texts: Map<number, string>): Middleware {
  return () => ({
    response: async (next) => {
      const response = await next();
      const [, id] = SCHEMA_URL.exec(response.request().url()) ?? [];
      const data: unknown = response.data();
      const answer: unknown = typeof data === 'string' ? JSON.parse(data) : data;
      if (id !== undefined && hasSchema(answer)) texts.set(Number(id), answer.schema);
      return response;
    },
  });
}

function hasSchema(answer: unknown): answer is { readonly schema: string } {
  return typeof answer === 'object' && answer !== null && 'schema' in answer && typeof answer.schema === 'string';
}
