// The OpenAPI 3.1 document, made from the table of routes and the very schemas they parse with.
import { readFileSync } from 'node:fs';
import { createDocument, type CreateDocumentOptions, type ZodOpenApiPathsObject } from 'zod-openapi';
import { tidyComponents } from './openApi/components.ts';
import { withWords } from './openApi/describe.ts';
import { withExamples } from './openApi/examples.ts';
import { firstBodies } from './openApi/firstEngagement.ts';
import { namedSchemas } from './openApi/namedSchemas.ts';
import { operation } from './openApi/operation.ts';
import { webhooksOf } from './openApi/webhooks.ts';
import { tagWords } from './openApi/tags.ts';
import { errorCodes } from './http/problems.ts';
import type { Route } from './route.ts';
import { routes } from './routes.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

function pathsOf(table: readonly Route[]): ZodOpenApiPathsObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const route of table) paths[route.path] = { ...paths[route.path], [route.method]: operation(route) };
  return paths;
}

const options: CreateDocumentOptions = {
  /** Inputs say that they take no other fields, as `parse` sees to. */
  override({ jsonSchema, io }) {
    if (io === 'input' && jsonSchema.type === 'object') jsonSchema.additionalProperties ??= false;
  },
};

const introduction = `Formal acceptance of professional-services milestones: from deliverable package to signed acceptance.

**Where to begin.** [Your first engagement](/docs/first-engagement) goes from an API key to a signed certificate in eleven calls.

**How it works.** Reads are answered from the record and need nothing else to run. Every \`POST\` to a milestone is one message to its workflow. An \`Idempotency-Key\` makes its repeats harmless: send the same key with the same body, and the answer is the same.

**What can go wrong.** A request that cannot be served is answered with problem details (RFC 9457): a \`code\` to branch on, the \`field\` at fault as it was sent, and in \`details\` everything that is wrong, in plain words. Each operation lists its own; all of them stand at the end, under \`ErrorCode\`.`;

/** What is to be read last. */
const codesInWords = Object.entries(errorCodes)
  .map(([code, sentence]) => `- \`${code}\`: ${sentence}`)
  .join('\n');

export const openApiDocument = (publicUrl: string, table: readonly Route[] = routes) => {
  const document = createDocument(
    {
      openapi: '3.1.0',
      info: {
        title: 'Milestone Sign-Off',
        version,
        description: introduction,
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      servers: [{ url: publicUrl }],
      security: [{ apiKey: [] }, { session: [] }],
      tags: Object.entries(tagWords).map(([name, description]) => ({ name, description })),
      paths: pathsOf(table),
      webhooks: webhooksOf(),
      components: {
        schemas: namedSchemas(table),
        securitySchemes: {
          apiKey: {
            type: 'http',
            scheme: 'bearer',
            description: 'an API key: the one printed at first start, or one made by npm run keys',
          },
          session: {
            type: 'apiKey',
            in: 'cookie',
            name: '__Host-session',
            description:
              'the session of a person of the firm who signed in at /sign-in; what changes something is taken from pages of this service alone. Over plain http the cookie is called signoff-session',
          },
        },
      },
    },
    options,
  );
  tidyComponents(document, ['Problem', 'ErrorCode']);
  withWords(document, { ErrorCode: `Every code there is, with when it is raised:\n\n${codesInWords}` });
  withExamples(document, firstBodies);
  return document;
};
