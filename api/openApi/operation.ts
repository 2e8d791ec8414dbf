// One operation of the OpenAPI document, from its route: parameters, body, answers, and every problem it is answered with.
import { z } from 'zod';
import type { ZodOpenApiOperationObject, ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { termsOf } from '../../domain/access/rights.ts';
import { mergePatch, pieceType } from '../http/limits.ts';
import { errorCodes, statusByCode, type ErrorCode } from '../http/problems.ts';
import type { Route } from '../route.ts';
import { operationWords } from './operationWords.ts';

/** Parameters of paths, wherever they occur. */
const pathParameters = {
  deputyshipId: z.string().describe('ID of a deputyship, as in "D1"'),
  partId: z.string().describe('ID of a part put to signature by itself, as in "P1"'),
  amendmentId: z.string().describe('ID of an amendment of the plan, as in "A1"'),
  engagementId: z.string().describe('ID of the engagement, as registered'),
  milestoneId: z.string().describe('ID of the milestone, as given at its start'),
  documentId: z.string().describe('ID of an uploaded document'),
  uploadId: z.string().describe('ID of an upload that goes on piece by piece'),
  requestId: z.string().describe('ID of a request for a decision'),
  messageId: z.string().describe('ID of a message, as in its answer'),
  feedbackId: z.string().describe('ID of a feedback item'),
  exceptionId: z.string().describe('ID of an exception'),
  personId: z.string().describe('ID of a person of the engagement'),
  ofPersonId: z.string().describe('ID of the person of the engagement whose details they are'),
  entryId: z.string().describe('ID of what the firm entered as a decision'),
  invoiceNumber: z.string().describe('number of a registered invoice'),
  draftNumber: z.string().describe('number of a registered draft of an invoice'),
  webhookId: z.string().describe('ID of a webhook delivery'),
  quarantineId: z.string().describe('ID of a file that was kept aside'),
  endpointId: z.string().describe('ID of an endpoint that is told what happens'),
  keyId: z.string().describe('ID of an API key, or of a signed-in person'),
  sessionId: z.string().describe('ID of a session'),
  holderId: z.string().describe('what the record names somebody signed in by'),
  grantId: z.string().describe('ID of a role that was given'),
  barrierId: z.string().describe('ID of an information barrier'),
  departureId: z.string().describe('ID of a departure'),
  holdId: z.string().describe('ID of a legal hold'),
  certificateNumber: z.string().describe('number of a certificate, as it is printed'),
  sequence: z.string().describe('number of a line in its chain, from 1'),
};

const ifMatch = z.string().describe('ETag of what is corrected, as it was read');
const idempotencyKey = z.string().min(1).max(200).optional().describe('makes repeats of this request harmless');

/** What every request of this shape can be refused with; the rest each route names itself. */
function problemsOf(route: Route): ErrorCode[] {
  const isPost = route.method === 'post';
  const isWrite = route.method !== 'get';
  return [
    ...(route.right === 'none' ? [] : (['UNAUTHENTICATED', 'RIGHT_MISSING', 'TOO_MANY_REQUESTS'] as const)),
    ...(route.path.includes('{') ? (['NOT_FOUND'] as const) : []),
    // An address that cannot be read is refused, whatever stands behind it.
    'INVALID_MESSAGE',
    ...(isWrite ? (['FOREIGN_ORIGIN'] as const) : []),
    ...(isPost ? (['IDEMPOTENCY_KEY_REUSED'] as const) : []),
    ...(isPost && !route.takesFile ? (['IDEMPOTENCY_KEY_IN_USE'] as const) : []),
    ...(isWrite && !route.takesFile ? (['BODY_TOO_LARGE', 'BODY_TOO_SLOW', 'MEDIA_TYPE_UNSUPPORTED'] as const) : []),
    ...(route.takesFile
      ? (['UPLOAD_TOO_LARGE', 'QUOTA_EXCEEDED', 'FILE_HARMFUL', 'MEDIA_TYPE_UNSUPPORTED'] as const)
      : []),
    ...(namesActor(route) ? (['WRONG_ACTOR'] as const) : []),
    ...(route.problems ?? []),
  ];
}

const namesActor = ({ body, query, isAboutPerson }: Route): boolean =>
  !isAboutPerson && [body, query].some((each) => each instanceof z.ZodObject && 'personId' in each.shape);

const sentences = (codes: readonly ErrorCode[]): string =>
  codes.map((code) => `\`${code}\`: ${errorCodes[code]}`).join('\n\n');

const retryAfter = { 'Retry-After': { description: 'seconds', schema: { type: 'integer', minimum: 1 } } } as const;

/** One object each, for that is how it is told to be the same. */
const named = new Map<string, ZodOpenApiResponseObject>();

function problemWith(codes: readonly ErrorCode[], id = nameOfProblem(codes)): ZodOpenApiResponseObject {
  if (id === undefined) return problemOf(codes);
  const known = named.get(id) ?? { id, ...problemOf(codes) };
  named.set(id, known);
  return known;
}

const problemOf = (codes: readonly ErrorCode[]): ZodOpenApiResponseObject => ({
  description: sentences(codes),
  ...(codes.includes('TOO_MANY_REQUESTS') ? { headers: retryAfter } : {}),
  content: {
    'application/problem+json': {
      schema: {
        allOf: [
          { $ref: '#/components/schemas/Problem' },
          { type: 'object', properties: { code: { type: 'string', enum: [...codes] } } },
        ],
      },
    },
  },
});

/** What one code alone answers with is the same wherever it stands: "NotFound". */
const nameOfProblem = ([code, ...others]: readonly ErrorCode[]): string | undefined =>
  code === undefined || others.length > 0
    ? undefined
    : code.toLowerCase().replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());

function problemResponses(route: Route): ZodOpenApiResponsesObject {
  const codes = [...new Set(problemsOf(route))];
  const statuses = [...new Set(codes.map((code) => statusByCode[code]))].sort();
  return {
    ...Object.fromEntries(
      statuses.map((status) => [status, problemWith(codes.filter((code) => statusByCode[code] === status))]),
    ),
    default: problemWith(['DEPENDENCY_DOWN', 'INTERNAL'], 'Unforeseen'),
  };
}

function answers({ answer, media = [], summary, otherwise, ...route }: Route): ZodOpenApiResponsesObject {
  const status: number = route.status ?? 200;
  const usual = {
    ...(answer ? { 'application/json': { schema: answer } } : {}),
    ...Object.fromEntries(media.map((each) => [each, {}])),
  };
  return {
    [`${status}`]: { description: summary, content: usual },
    ...(status === 201
      ? { 200: { description: 'The same was asked for before; nothing was added', content: usual } }
      : {}),
    ...(otherwise
      ? {
          [`${otherwise.status}`]: {
            description: otherwise.description,
            content: { 'application/json': { schema: otherwise.answer } },
          },
        }
      : {}),
  };
}

function parametersOf({
  path,
  query,
  headers,
  method,
  takesFile,
}: Route): NonNullable<ZodOpenApiOperationObject['requestParams']> {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name as keyof typeof pathParameters);
  return {
    ...(names.length > 0
      ? { path: z.object(Object.fromEntries(names.map((name) => [name, pathParameters[name]]))) }
      : {}),
    ...(query ? { query: query as z.ZodObject } : {}),
    ...(method === 'post' ? { header: z.object({ 'Idempotency-Key': idempotencyKey, ...headers }) } : {}),
    ...(method === 'patch' ? { header: z.object(takesFile ? { ...headers } : { 'If-Match': ifMatch }) } : {}),
  };
}

function bodyOf({ body, takesFile, method }: Route): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  const type = method === 'patch' ? mergePatch : 'application/json';
  if (body) return { requestBody: { required: true, content: { [type]: { schema: body } } } };
  if (!takesFile) return {};
  const file = { schema: { type: 'string', format: 'binary' } } as const;
  return {
    requestBody: { required: true, content: { [method === 'patch' ? pieceType : 'application/octet-stream']: file } },
  };
}

const rightWords = ({ right }: Route): string =>
  right === 'none'
    ? 'Needs neither key nor session.'
    : `Asks for the right \`${right}\`: to ${termsOf(right).allows}. Roles that have it: ${termsOf(right).roles.join(', ')}.`;

export const operation = (route: Route): ZodOpenApiOperationObject => ({
  tags: [route.tag],
  summary: route.summary,
  description: [operationWords[route.operationId], route.description, rightWords(route)]
    .filter((each) => each !== undefined)
    .join('\n\n'),
  operationId: route.operationId,
  ...(route.right === 'none' ? { security: [] } : {}),
  requestParams: parametersOf(route),
  ...bodyOf(route),
  responses: { ...problemResponses(route), ...answers(route) },
});
