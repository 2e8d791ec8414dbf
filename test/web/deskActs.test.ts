// Every act of those who run a milestone that the API takes has its form on the desk, with the right of its operation.
import assert from 'node:assert/strict';
import { commandTable } from '../../api/commandTable.ts';
import { rightOfCommand } from '../../domain/access/rights.ts';
import { wordsIn } from '../../mail/messages/words.ts';
import { actForms } from '../../web/desk/actForms.ts';
import { actPages } from '../../web/desk/actPages.ts';
import { actTitle } from '../../web/desk/actView.ts';
import { temporalLink } from '../../web/desk/temporalLink.ts';
import { packagePages } from '../../web/desk/packagePages.ts';

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

  it('lead to the workflow in the Temporal UI where it is known where that is', () => {
    const temporalUi = { url: 'https://temporal.example.com/ui/', namespace: 'sign-off' };
    const at = 'https://temporal.example.com/ui/namespaces/sign-off/workflows/milestone-M1';
    assert.equal(temporalLink({ temporalUi }, 'M1'), at);
    assert.equal(temporalLink({}, 'M1'), undefined);
  });
});
