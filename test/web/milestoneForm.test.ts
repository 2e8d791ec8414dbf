// The form of a new milestone beside the shape of a plan: what a plan may say can be said on the page.
import assert from 'node:assert/strict';
import { z } from 'zod';
import { engagement } from '../../domain/terms/engagement.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import { wordsIn } from '../../mail/messages/words.ts';
import { nameIn } from '../../web/desk/forms/model.ts';
import { planBody, planParts } from '../../web/desk/milestoneForm.ts';
import { engagementWith } from '../domain/cast.ts';

/** By a table or the API alone: what few plans say, of a system or beside what people are listed with. */
const notOnThePage = [
  'plan.validators.systems.apiKeyId',
  'plan.validators.systems.personId',
  'plan.approvalAuthorityList.members.capacity',
  'plan.approvalAuthorityList.delegates.capacity',
  'plan.dependsOn.acceptsRestricted',
];

type Shape = { type?: string; properties?: Record<string, Shape>; items?: Shape; anyOf?: Shape[]; oneOf?: Shape[] };

function* leavesOf(shape: Shape, path: string): Generator<string> {
  const under = shape.properties ?? {};
  if (shape.type === 'array' && shape.items?.properties) yield* leavesOf(shape.items, path);
  else if (Object.keys(under).length === 0) yield path;
  else for (const [name, each] of Object.entries(under)) yield* leavesOf(each, `${path}.${name}`);
}

describe('Form of a new milestone', () => {
  const context = {
    engagement: engagement.parse(engagementWith()),
    earlier: [{ value: 'ms-1', label: 'Earlier' }],
    words: wordsIn('en'),
  };
  const parts = planParts(context);
  /** As the schema names it: a row without its number, and a field that stands for more by what it stands for. */
  const asked = parts
    .flatMap((part) => part.fields.map((field) => nameIn(part, field, 0).replace(`${part.id}.0.`, `${part.id}.`)))
    .flatMap((name) =>
      name.endsWith('.signers')
        ? ['members', 'delegates'].flatMap((who) =>
            ['personId', 'limit'].map((each) => name.replace('signers', `${who}.${each}`)),
          )
        : [name === 'dependsOnIds' ? 'plan.dependsOn.milestoneId' : name],
    );

  it('asks for all that a plan may say, but for what only a table or the API can', () => {
    const said = [...leavesOf(z.toJSONSchema(milestonePlan, { io: 'input', unrepresentable: 'any' }) as Shape, 'plan')];
    assert.deepEqual(said.filter((each) => !asked.includes(each)).sort(), [...notOnThePage].sort());
  });

  it('sends a priority, parts of the value and the length of a meeting as they were entered, and nothing where nothing was', () => {
    const { plan } = planBody(
      parts,
      {
        ...{
          'plan.priority': 'high',
          'plan.deliverables.0.deliverableId': 'D1',
          'plan.deliverables.0.value': '100.00',
        },
        ...{ 'plan.reviewMeeting.startsAt': '2031-05-05T10:00', 'plan.reviewMeeting.durationMinutes': '90' },
        'plan.reviewMeeting.location': 'Hall 4',
      },
      context,
    ) as { plan: Record<string, unknown> & { deliverables: object[]; reviewMeeting: object } };
    assert.equal(plan.priority, 'high');
    assert.deepEqual(plan.deliverables, [{ deliverableId: 'D1', value: '100.00', authorIds: [] }]);
    assert.deepEqual(plan.reviewMeeting, {
      startsAt: '2031-05-05T09:00:00.000Z',
      durationMinutes: 90,
      location: 'Hall 4',
    });
    const empty = planBody(parts, { 'plan.priority': '', 'plan.deliverables.0.value': '' }, context);
    assert.doesNotMatch(JSON.stringify(empty), /priority|value":"|reviewMeeting/);
  });
});
