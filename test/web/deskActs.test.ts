// Every act of those who run a milestone that the API takes has its form on the desk, with the right of its operation.
import assert from 'node:assert/strict';
import { commandTable } from '../../api/commandTable.ts';
import { rightOfCommand } from '../../domain/access/rights.ts';
import { wordsIn } from '../../mail/messages/words.ts';
import { actForms } from '../../web/desk/actForms.ts';
import { actPages } from '../../web/desk/actPages.ts';
import { actTitle, actView } from '../../web/desk/actView.ts';
import { temporalLink } from '../../web/desk/temporalLink.ts';
import { packagePages } from '../../web/desk/packagePages.ts';
import * as act from '../domain/acts.ts';
import { given } from '../domain/scenario.ts';

/** Of those who run and oversee milestones; everything else is decided by whoever is asked, on the page of their request. */
const rights = ['runMilestones', 'oversee', 'enterDecisions'];

describe('Acts of those who run a milestone', () => {
  const ofApi = commandTable.map(({ command }) => command).filter((each) => rights.includes(rightOfCommand(each)));

  it('are those of the API, each with a form on the page of the milestone, and none besides', () => {
    const ofDesk = [...actForms.map(({ command }) => command), 'submitPackage' as const];
    assert.deepEqual([...ofDesk].sort(), [...ofApi].sort());
    assert.ok(packagePages.some(({ name }) => name === 'submitPackage.form'));
  });

  it('are shown what they will do and whom they will mail before they are done, under the right that the API asks', () => {
    for (const command of ofApi.filter((each) => each !== 'submitPackage')) {
      const pages = actPages.filter(({ name }) => name.startsWith(`${command}.`));
      assert.deepEqual(
        pages.map(({ name, method }) => [name.split('.')[1], method]),
        [
          ['form', 'get'],
          ['preview', 'post'],
          ['change', 'post'],
          ['act', 'post'],
        ],
        command,
      );
      for (const { right } of pages) assert.equal(right, rightOfCommand(command), command);
      for (const language of ['en', 'de']) assert.ok(actTitle(wordsIn(language), command).length > 0);
    }
  });

  it('have nobody type the ID of something that is there: deputies, and what stands still, are offered in words', () => {
    const typed = actForms.flatMap(({ command, fields, rows = [] }) =>
      [...fields, ...rows.flatMap((each) => each.fields)].flatMap(({ name, kind }) =>
        kind === 'line' && /Ids?$/.test(name) ? [`${command}.${name}`] : [],
      ),
    );
    // What is new is given one; of a plan both what is new and what is there are named by what the plan calls them.
    assert.deepEqual(typed.sort(), [
      ...['addPerson.personId', 'amendPlan.deliverableId', 'amendPlan.requirementId', 'proposeException.exceptionId'],
      'recordFacilitationOutcome.exceptionId',
    ]);
    const { milestone } = given(
      ...act.toReview,
      act.appointDeputy('user1', 'director', '2026-03-02', '2026-03-31'),
      act.askForInformation('director'),
      act.stopClock(),
    );
    const offered = (command: string, name: string): string[] => {
      const form = actForms.find((each) => each.command === command);
      assert.ok(form);
      const { fields } = actView(form, milestone, { words: wordsIn('en') }, { entered: {}, formId: 'x' });
      const found = fields.find((each) => each.name === name);
      return found && 'options' in found ? found.options.map(({ value, label }) => `${value}: ${label}`) : [];
    };
    const [deputy, ...others] = offered('endDeputy', 'deputyshipId');
    assert.match(deputy ?? '', /^D1: Name of director for Name of user1, .*2026/);
    assert.deepEqual(others, []);
    assert.deepEqual(offered('resumeClock', 'stopId'), [
      'H2: Everybody’s clock: The client brings the test data',
      'H1: The question of Name of director: Is the second site included?',
    ]);
  });

  it('lead to the workflow in the Temporal UI where it is known where that is', () => {
    const temporalUi = { url: 'https://temporal.example.com/ui/', namespace: 'sign-off' };
    const at = 'https://temporal.example.com/ui/namespaces/sign-off/workflows/milestone-M1';
    assert.equal(temporalLink({ temporalUi }, 'M1'), at);
    assert.equal(temporalLink({}, 'M1'), undefined);
  });
});
