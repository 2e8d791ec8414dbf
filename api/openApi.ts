// The OpenAPI 3.1 document, made from the very schemas the routes parse with.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { engagement } from '../domain/terms/engagement.ts';
import { bodySchemaOf, commandRoutes } from './commandRoutes.ts';
import { auditLogOperations } from './auditLog.ts';
import { invoicingOperations } from './invoicingOperations.ts';
import { JsonSchemas, type Json } from './jsonSchema.ts';
import { pageOf, type Operation } from './operation.ts';
import { errorCodes } from './http/problems.ts';
import {
  documentQuery,
  documentView,
  eventView,
  newMilestone,
  listQuery,
  mailListQuery,
  milestoneListQuery,
} from './schemas.ts';
import { reportOperations } from './reportOperations.ts';
import { requestView } from './requestView.ts';
import { retentionOperations } from './retentionOperations.ts';
import { answerView, messageOutcomeView, milestoneSummary, milestoneView } from './views.ts';

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
  version: string;
};

const anything = z.record(z.string(), z.unknown());
const m = '/milestones/{milestoneId}';

const operations: Operation[] = [
  {
    method: 'get',
    path: '/health',
    tag: 'Service',
    summary: 'Each dependency: up or down',
    answer: anything,
    isOpen: true,
  },
  {
    method: 'post',
    path: '/engagements',
    tag: 'Engagements',
    summary: 'Register an engagement',
    body: engagement,
    status: 201,
    answer: engagement,
  },
  {
    method: 'get',
    path: '/engagements',
    tag: 'Engagements',
    summary: 'List engagements',
    query: listQuery,
    answer: pageOf(engagement),
  },
  {
    method: 'get',
    path: '/engagements/{engagementId}',
    tag: 'Engagements',
    summary: 'One engagement',
    answer: engagement,
  },
  {
    method: 'post',
    path: '/engagements/{engagementId}/documents',
    tag: 'Documents',
    summary: 'Upload a document; the request body is the file itself',
    query: documentQuery,
    rawBody: true,
    status: 201,
    answer: documentView,
  },
  {
    method: 'get',
    path: '/engagements/{engagementId}/documents',
    tag: 'Documents',
    summary: 'List documents',
    query: listQuery,
    answer: pageOf(documentView),
  },
  {
    method: 'get',
    path: '/documents/{documentId}',
    tag: 'Documents',
    summary: 'A document by reference',
    answer: documentView,
  },
  {
    method: 'get',
    path: '/documents/{documentId}/content',
    tag: 'Documents',
    summary: 'The file itself',
    media: 'application/octet-stream',
  },
  {
    method: 'post',
    path: '/milestones',
    tag: 'Milestones',
    summary: 'Start a milestone',
    body: newMilestone,
    status: 201,
    answer: milestoneView,
  },
  {
    method: 'get',
    path: '/milestones',
    tag: 'Milestones',
    summary: 'List milestones',
    query: milestoneListQuery,
    answer: pageOf(milestoneSummary),
  },
  { method: 'get', path: m, tag: 'Milestones', summary: 'Where a milestone stands', answer: milestoneView },
  ...commandRoutes.map((each): Operation => ({
    method: 'post',
    path: `${m}/${each.path.replace(/:(\w+)/g, '{$1}')}`,
    tag: 'Decisions',
    summary: each.summary,
    body: bodySchemaOf(each),
    answer: answerView,
  })),
  {
    method: 'get',
    path: `${m}/messages/{messageId}`,
    tag: 'Decisions',
    summary: 'What became of a message',
    answer: messageOutcomeView,
  },
  {
    method: 'get',
    path: `${m}/timeline`,
    tag: 'Record',
    summary: 'Every event, in order, with its hash',
    query: listQuery,
    answer: pageOf(eventView),
  },
  {
    method: 'get',
    path: `${m}/refused-messages`,
    tag: 'Record',
    summary: 'Messages that were not acted on',
    query: listQuery,
    answer: pageOf(anything),
  },
  {
    method: 'get',
    path: `${m}/mails`,
    tag: 'Record',
    summary: 'Mails of the milestone and their delivery',
    query: mailListQuery,
    answer: pageOf(anything),
  },
  {
    method: 'get',
    path: `${m}/replies`,
    tag: 'Record',
    summary: 'Messages that came in by e-mail about the milestone: decided, held and why, absences, bounces',
    query: listQuery,
    answer: pageOf(anything),
  },
  {
    method: 'get',
    path: `${m}/requests`,
    tag: 'Record',
    summary: 'Who was asked for what, and how far it got: queued, sent, bounced, opened by a person, decided',
    answer: z.object({ items: z.array(requestView) }),
  },
  {
    method: 'get',
    path: `${m}/certificate`,
    tag: 'Outputs',
    summary: 'The certificate in force, as data',
    answer: anything,
  },
  {
    method: 'get',
    path: `${m}/certificate.pdf`,
    tag: 'Outputs',
    summary: 'The certificate in force, as PDF',
    media: 'application/pdf',
  },
  ...invoicingOperations,
  {
    method: 'get',
    path: `${m}/next-phase-authorisation`,
    tag: 'Outputs',
    summary: 'The authorisation of the next phase',
    answer: anything,
  },
  {
    method: 'get',
    path: `${m}/archive`,
    tag: 'Outputs',
    summary: 'The archived record, a BagIt bag as zip',
    media: 'application/zip',
  },
  ...reportOperations,
  ...auditLogOperations,
  ...retentionOperations,
];

/** Methods by which an address is documented, upper case; every documented address is served and the other way round. */
export function methodsAt(path: string): string[] {
  return operations
    .filter((each) => new RegExp(`^${each.path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}/?$`).test(path))
    .map((each) => each.method.toUpperCase());
}

function parameters({ path, query }: Operation, schemas: JsonSchemas): Json[] {
  const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }));
  const shape = query ? (schemas.of(query, 'input') as { properties?: Record<string, Json>; required?: string[] }) : {};
  const inQuery = Object.entries(shape.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: shape.required?.includes(name) ?? false,
    schema,
  }));
  return [...inPath, ...inQuery];
}

const problem = {
  description: 'Problem details (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
};

function document(operation: Operation, schemas: JsonSchemas): Json {
  const schemaOf = schemas.of.bind(schemas);
  const { status = 200, answer, media, body, rawBody } = operation;
  const given = parameters(operation, schemas);
  const isCommand = operation.tag === 'Decisions' && operation.method === 'post';
  return {
    tags: [operation.tag],
    summary: operation.summary,
    operationId: `${operation.method} ${operation.path}`
      .replace(/[^a-zA-Z0-9]+(\w)/g, (_, letter: string) => letter.toUpperCase())
      .replace(/\W/g, ''),
    ...(operation.isOpen ? { security: [] } : {}),
    parameters:
      operation.method === 'post'
        ? [
            ...given,
            {
              name: 'Idempotency-Key',
              in: 'header',
              required: false,
              schema: { type: 'string', maxLength: 200 },
              description: 'makes repeats of this request harmless',
            },
          ]
        : given,
    ...(body
      ? { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }
      : {}),
    ...(rawBody
      ? {
          requestBody: {
            required: true,
            content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
          },
        }
      : {}),
    responses: {
      [status]: {
        description: operation.summary,
        content: media ? { [media]: {} } : { 'application/json': { schema: answer ? schemaOf(answer, 'output') : {} } },
      },
      ...(status === 201
        ? {
            200: {
              description: 'The same was asked for before; nothing was added',
              content: { 'application/json': { schema: answer ? schemaOf(answer, 'output') : {} } },
            },
          }
        : {}),
      ...(isCommand
        ? {
            202: {
              description: 'Kept safe; no worker answered in time',
              content: { 'application/json': { schema: schemaOf(answerView, 'output') } },
            },
          }
        : {}),
      default: problem,
    },
  };
}

export function openApiDocument(publicUrl: string): Json {
  const schemas = new JsonSchemas();
  const paths: Record<string, Json> = {};
  for (const operation of operations)
    paths[operation.path] = { ...paths[operation.path], [operation.method]: document(operation, schemas) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Milestone Sign-Off',
      version,
      description:
        'Formal acceptance of professional-services milestones. Reads are answered from the record; every POST to a milestone is one message to its workflow.\n\n' +
        'A request that cannot be served is answered with problem details (RFC 9457) whose `code` is one of:\n\n' +
        Object.entries(errorCodes)
          .map(([code, sentence]) => `- \`${code}\`: ${sentence}`)
          .join('\n'),
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: publicUrl }],
    security: [{ apiKey: [] }],
    paths,
    components: {
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'the API key printed at first start' },
      },
      schemas: schemas.named,
    },
  };
}
