// Routes of decisions: one message to the milestone's workflow each, made from the table of commands. Decides nothing.
import { createHash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import { rightOfCommand } from '../domain/access/rights.ts';
import { commandSchemas, type CommandName } from '../domain/commands.ts';
import { SignOffError } from '../domain/errors.ts';
import { kindOfCommand } from '../domain/people/decisionKinds.ts';
import { personId } from '../domain/people/people.ts';
import { sendMessage } from '../workflows/client/sendMessage.ts';
import type { MessageOf } from '../workflows/messages.ts';
import { milestoneWorkflowId } from '../workflows/temporalNames.ts';
import { actorOf, keyIdOf } from './authentication.ts';
import type { CommandRoute } from './commandRoute.ts';
import { commandTable, fieldsInPath } from './commandTable.ts';
import type { RouteDependencies } from './http/dependencies.ts';
import type { ErrorCode } from './http/problems.ts';
import { idempotencyKeyOf, keyReused } from './idempotency.ts';
import { actOn, route, type Call } from './route.ts';
import { answerView } from './views.ts';
import { printWarnings } from './warnings.ts';

/** Every command can come too late, from the wrong person, for a record that is no longer whole, or while nothing runs. */
export const ofEveryCommand = [
  'WRONG_ACTOR',
  'MILESTONE_CLOSED',
  'MILESTONE_DISPOSED',
  'RECORD_REDACTED',
  'WORKFLOW_ENDED',
  'DEPENDENCY_DOWN',
] as const satisfies readonly ErrorCode[];

const channelProblems = (command: CommandName): readonly ErrorCode[] =>
  kindOfCommand(command) === undefined ? [] : ['CHANNEL_NOT_ALLOWED'];

/** An API key proves a system and no person; which of the two may report is a matter of the plan. */
const notByKey = (command: CommandName): string =>
  command === 'recordValidationReport'
    ? 'Taken with the API key of a system that the plan names as this validator (`validators.systems`); a person reports on the page behind their link. Any other key is refused with `CHANNEL_NOT_ALLOWED`.'
    : 'A decision of the person themselves: refused with `CHANNEL_NOT_ALLOWED` when it comes with an API key. They decide by the channels of the contract (`contract.channels`), such as the page behind the link mailed to them.';

const descriptionOf = (command: CommandName): { description?: string } => {
  if (command === 'enterDecision') return { description: entering };
  return kindOfCommand(command) === undefined ? {} : { description: notByKey(command) };
};

const entering =
  'Only where the contract names `enteredByFirm` for that kind of decision of the client (`contract.channels`). `personId` is somebody of the firm, who neither made nor submitted the work nor decides on it and answers for the entry by name; `forPersonId` is told by mail, with the document, and may object until the end of the contract’s period (`objectToEntryWithinBusinessDays`). Nothing rests on the entry before; after it the certificate names it under a heading of its own, and never as a signature.';

const milestonePath = '/milestones/{milestoneId}';

export const commandRoutes = commandTable.map((each) =>
  route({
    method: 'post',
    path: `${milestonePath}/${each.path}`,
    operationId: each.command,
    right: rightOfCommand(each.command),
    tag: 'Decisions',
    summary: each.summary,
    body: bodySchemaOf(each),
    answer: answerView,
    otherwise: { status: 202, description: 'Kept safe; no worker answered in time', answer: answerView },
    ...descriptionOf(each.command),
    problems: [...ofEveryCommand, ...channelProblems(each.command), ...each.problems],
    audited: actOn('milestone'),
    handle: (deps, call) => takeCommand(deps, each, call),
  }),
);

/** The body of a command route: the command without its envelope, with who acts. */
function bodySchemaOf({ command, path }: CommandRoute) {
  const shape = { ...(commandSchemas[command] as z.ZodObject).shape } as Record<string, z.ZodType>;
  for (const field of ['messageId', 'actor', ...fieldsInPath(path)]) delete shape[field];
  return z.object({ personId: personId.describe('who acts'), ...shape });
}

/** Unique to command, person and caller, so that two people's or two systems' equal Idempotency-Keys never meet; at most 200 characters. */
function messageIdOf(command: CommandName, personId: string, caller: string, key: string): string {
  const whole = `${command}:${personId}:${caller}:${key}`;
  if (whole.length <= 200) return whole;
  return `${command}:${personId}:${createHash('sha256').update(`${caller}:${key}`).digest('hex')}`;
}

const toBePrinted =
  'What was sent stays on record as it is; where it can still be given anew, write it in letters that can be printed.';

export async function takeCommand(
  deps: RouteDependencies,
  route: CommandRoute,
  { params, body, request, response }: Call<typeof milestonePath, unknown, { personId: string }>,
): Promise<z.infer<typeof answerView>> {
  const { personId, ...fields } = body;
  const { milestoneId } = params;
  const actor = actorOf(request, personId, route.role);
  const messageId = messageIdOf(route.command, personId, keyIdOf(request), idempotencyKeyOf(request) ?? randomUUID());
  const message = {
    ...fields,
    ...Object.fromEntries(fieldsInPath(route.path).map((field) => [field, request.params[field]])),
    messageId,
    actor,
  } as MessageOf<CommandName>;
  const delivery = await sendMessage(
    { ...deps, db: deps.pool, entrance: 'api', answerWithinMilliseconds: deps.settings.answerWithinMilliseconds },
    milestoneId,
    route.command,
    message,
  ).catch((error: unknown) => {
    throw error instanceof SignOffError && error.field === 'messageId' ? keyReused() : error;
  });
  const { status } = delivery;
  const about = { milestoneId, workflowId: milestoneWorkflowId(milestoneId), command: route.command, status };
  deps.log.info(about, 'message taken');
  const statusUrl = `/milestones/${encodeURIComponent(milestoneId)}/messages/${encodeURIComponent(messageId)}`;
  const warnings = printWarnings(fields, toBePrinted);
  if (delivery.status === 'decided') return { status: 'decided', ...delivery.answer, statusUrl, warnings };
  response.status(202);
  return { milestoneId, messageId, status: 'accepted', statusUrl, warnings };
}
