// What people decide where they disagree or accept in part, as they do it on the page: in a real browser, with and without scripts.
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import type { StagedMilestone, Terms } from '../support/milestoneStage.ts';
import * as act from '../domain/acts.ts';
import { isInShare, isLongRun } from '../run/properties.ts';
import { assertReceipt, confirm, inDays, PageVisits } from './pageVisits.ts';
import { PageStage } from './pageStage.ts';

describe('Page of a dispute, an exception or a revocation', function () {
  this.timeout(240_000);
  let pages: PageStage;
  let visits: PageVisits;
  before(async () => {
    [pages, visits] = await Promise.all([PageStage.open(), PageVisits.open()]);
  });
  after(async () => {
    await visits?.close();
    await pages?.close();
  });

  const given = async (terms: Terms, ...acts: act.Act[]) => {
    const milestone = await pages.stage.start(terms);
    await milestone.play(...acts);
    return milestone;
  };
  /** Whoever is told of a certificate gets it: the very file that was sealed. */
  const assertCertificate = async (milestone: StagedMilestone, personId: string, subject: RegExp) => {
    const { attachments } = await pages.mailTo(milestone, personId, subject);
    const { certificateNumber, certificateSha256 } = (await milestone.state()).outputs.at(-1) ?? {};
    const [pdf] = attachments.filter((each) => each.contentType === 'application/pdf');
    assert.deepEqual(
      [pdf?.filename, pdf && sha256Hex(pdf.content)],
      [`${certificateNumber}.pdf`, certificateSha256],
      personId,
    );
  };
  const escalated = [...act.toSignOff, act.refuse('approver1'), act.escalate('manager')];
  const conditional = (...ids: string[]) => [
    ...act.toSignOff,
    ...ids.map((id) => act.propose(id, { dueOn: inDays(30) })),
    act.sign('approver1'),
    act.sign('approver2'),
    act.sign('director'),
  ];

  for (const scripts of [true, false])
    describe(scripts ? 'with scripts' : 'without scripts', () => {
      /** Looks at the page as it stands, in pictures and by axe-core, once it is filled in. */
      const look = async (page: Page, name: string) => {
        if (!scripts) return;
        await visits.takeAll(page, name);
        await visits.assertAccessible(page, name);
      };
      let number = 0;
      /** Without scripts the forms are the same: each is filled in with them or without, as the seed draws; both ways in the long run. */
      const test = (title: string, run: () => Promise<void>): void => {
        const isWithout = isInShare(number++, 3);
        if (isLongRun || isWithout !== scripts) it(title, run);
      };
      const open = async (milestone: StagedMilestone, personId: string, subject?: RegExp) =>
        visits.visit(await pages.linkOf(milestone, personId, subject), { scripts });

      test('takes consent to a change of the plan, shows whoever signs what changed, and no signature on the plan before', async () => {
        const milestone = await given({}, ...act.toSignOff);
        const before = await open(milestone, 'approver1');
        await milestone.play(act.amendPlan({ value: { amount: '90000.00', currency: 'EUR' } }));
        const { page, context } = await open(milestone, 'director', /consent/);
        assert.match(await page.locator('#changes').innerText(), /€90,000\.00, instead of €100,000\.00/);
        await page.getByText('the plan changes for both parties').click();
        await look(page, 'consent-to-a-change');
        await confirm(page, 'director');
        await assertReceipt(page, /Consent to the change/);
        await context.close();
        await before.page.locator('label:has([name=decision][value=sign])').click();
        await before.page.getByLabel(/I agree to the statement/).check();
        await confirm(before.page, 'approver1');
        assert.match(
          await before.page.locator('[role=alert]').innerText(),
          /A later mail of ours has the link that decides/,
        );
        await before.context.close();
        const after = await open(milestone, 'approver1');
        assert.match(await after.page.locator('#amended').innerText(), /CO-3[\s\S]*€90,000\.00, instead of/);
        await after.page.locator('label:has([name=decision][value=sign])').click();
        await after.page.getByLabel(/I agree to the statement/).check();
        await look(after.page, 'signature-on-a-changed-plan');
        await confirm(after.page, 'approver1');
        await after.context.close();
        assert.equal((await milestone.state()).signatures.at(-1)?.planVersion, 2);
      });

      test('takes the sponsor’s exceptions, names the field at fault, and keeps what was typed', async () => {
        const milestone = await given({}, ...escalated);
        const { page, context } = await open(milestone, 'sponsor');
        await page.getByText('with exceptions I name').click();
        await page.getByLabel('Reasons', { exact: true }).fill('The second site follows');
        const first = (part: string) => page.locator(`[name=exception-1-${part}]`);
        await first('description').fill('The second site is missing');
        await first('impact').fill('Staff there wait a month');
        await first('severity').selectOption('3');
        const owners = await first('ownerId')
          .locator('option')
          .evaluateAll((all) => all.map((each) => each.getAttribute('value')));
        assert.ok(owners.includes('author') && !owners.includes('director'), 'offers who leaves somebody to verify');
        await first('ownerId').selectOption('author');
        await first('plan').fill('Document it from the survey');
        await first('closureCriterion').fill('Chapter 4 covers both sites');
        await confirm(page, 'sponsor');
        assert.match(await page.locator('[role=alert]').innerText(), /Exception 1: Give the date/);
        assert.equal(await page.locator('[role=alert] a').getAttribute('href'), '#exception-1-dueOn');
        assert.equal(await first('dueOn').getAttribute('aria-invalid'), 'true');
        assert.equal(await first('plan').inputValue(), 'Document it from the survey');
        await first('dueOn').evaluate((field) => field.removeAttribute('max'));
        await first('dueOn').fill(inDays(400));
        await first('amountWithheld').fill('1500.00');
        await confirm(page, 'sponsor');
        assert.match(await page.locator('[role=alert]').innerText(), /the contract allows 60/);
        assert.equal(await first('dueOn').getAttribute('aria-invalid'), 'true');
        assert.equal(await first('ownerId').inputValue(), 'author');
        await look(page, 'sponsor-exception-error');
        await first('dueOn').fill(inDays(30));
        await page.locator('summary', { hasText: 'Exception 2' }).click();
        await page.locator('[name=exception-2-description]').fill('A label');
        await look(page, 'sponsor-exceptions');
        await confirm(page, 'sponsor');
        assert.match(await page.locator('[role=alert]').innerText(), /Exception 2: Say what it means/);
        await page.locator('[name=exception-2-description]').fill('');
        await page.locator('[value=rework]').check();
        await confirm(page, 'sponsor');
        assert.match(
          await page.locator('[role=alert]').innerText(),
          /You filled in exceptions, but chose something else/,
        );
        await page.getByText('with exceptions I name').click();
        await confirm(page, 'sponsor');
        await assertReceipt(page, /Decision of the sponsor/);
        await look(page, 'sponsor-receipt');
        await context.close();
        const state = await milestone.state();
        assert.equal(state.stage.phase, 'formalSignOff');
        const [exception] = state.exceptions;
        assert.deepEqual(
          [
            exception?.exceptionId,
            exception?.ownerId,
            exception?.severity,
            exception?.dueOn,
            exception?.amountWithheld,
          ],
          ['E1', 'author', 3, inDays(30), '1500.00'],
        );
        const signing = await open(milestone, 'approver1', /^Please sign/);
        assert.match(await signing.page.locator('main').innerText(), /The second site is missing/);
        await signing.context.close();
      });

      test('takes a concession from the report, or from the manager, to the signature that grants it', async () => {
        // Named like the rows for issues, of which the page has five.
        const requirements = ['1', '2'].map((requirementId) => ({ requirementId, text: `Text of ${requirementId}` }));
        const plan = { requirements, validators: { name: 'Validators', memberIds: ['validator1'] } };
        const fillException = async (page: Page) => {
          const part = (name: string) => page.locator(`[name=exception-1-${name}]`);
          await part('description').fill('84 % instead of 90 %');
          await part('impact').fill('Errors show up later');
          await part('severity').selectOption('4');
          await part('ownerId').selectOption('author');
          await part('plan').fill('Write the missing tests');
          await part('closureCriterion').fill('90 %');
          await part('dueOn').fill(inDays(30));
        };
        const conceded = async (milestone: StagedMilestone) => {
          const { stage, exceptions, reports } = await milestone.state();
          assert.deepEqual(
            reports[0]?.results.map(({ outcome, severity, isMaterial }) => [outcome, severity, isMaterial]),
            [
              ['notMet', 4, false],
              ['met', undefined, undefined],
            ],
          );
          const issue = { description: 'A label is missing', severity: 3, isMaterial: false };
          assert.deepEqual(reports[0]?.issues, [issue]);
          const [exception] = exceptions;
          return [stage.phase, exception?.exceptionId, exception?.requirementIds, exception?.severity];
        };
        const report = async (milestone: StagedMilestone, withException: boolean) => {
          const { page, context } = await open(milestone, 'validator1');
          for (const [id, outcome] of [
            ['1', 'notMet'],
            ['2', 'met'],
          ] as const) {
            await page.getByLabel(`Result of ${id}`).selectOption(outcome);
            await page.getByLabel(`Evidence for ${id}`).fill('Measured');
          }
          await page.locator('summary', { hasText: 'If 1 is not met' }).click();
          await page.getByLabel('Severity of 1 not being met').selectOption('4');
          await page.locator('summary', { hasText: 'Issues found' }).click();
          await page.getByLabel('What is wrong (issue 1)').fill('A label is missing');
          await page.getByLabel('Severity of issue 1').selectOption('3');
          await page.getByLabel('Summary').fill('One is short of its level');
          await page.getByLabel('Recommendation').selectOption('acceptWithIssues');
          if (withException) {
            assert.match(
              await page.locator('#exceptions').innerText(),
              /severity 3 and lighter be accepted so, and nothing/,
            );
            await fillException(page);
            await page.locator('[name=exception-1-requirementIds]').selectOption('2');
            await confirm(page, 'validator1');
            assert.match(await page.locator('[role=alert]').innerText(), /"2" is no mandatory requirement/);
            assert.equal(await page.locator('[role=alert] a').getAttribute('href'), '#exception-1-requirementIds');
            assert.equal(await page.getByLabel('Severity of 1 not being met').inputValue(), '4');
            await page.locator('[name=exception-1-requirementIds]').selectOption('1');
            await look(page, 'report-with-concession');
          }
          await confirm(page, 'validator1');
          await assertReceipt(page, /Validation report/);
          await context.close();
        };

        const milestone = await given({ plan }, act.submit());
        await report(milestone, true);
        assert.deepEqual(await conceded(milestone), ['inReview', 'E1', ['1'], 4]);
        await milestone.play(act.approve('user1'), act.approve('user2'), act.approve('owner1'));
        const signer = await open(milestone, 'approver1');
        const shown = await signer.page.locator('main').innerText();
        assert.match(shown, /Mandatory, not met, to be accepted under exception E1/);
        assert.match(shown, /Accepts 1, mandatory and not met/);
        await signer.page.getByText('Sign with the exceptions').click();
        await signer.page.getByLabel(/I agree to the statement/).check();
        await look(signer.page, 'signing-a-concession');
        await confirm(signer.page, 'approver1');
        await assertReceipt(signer.page, /Signed/);
        await signer.context.close();
        assert.deepEqual((await milestone.state()).signatures[0]?.exceptions?.exceptionIds, ['E1']);

        // The fields are the same; the sponsor's page tries them without scripts.
        if (!scripts) return;
        const other = await given({ plan }, act.submit());
        await report(other, false);
        const manager = await open(other, 'manager');
        assert.match(await manager.page.locator('main').innerText(), /Mandatory, not met, under no exception/);
        await manager.page.locator('[value=underExceptions]').check();
        await manager.page.locator('[name=exception-1-requirementIds]').selectOption('1');
        await fillException(manager.page);
        await manager.page.getByLabel('What was discussed').fill('The owner agrees');
        await look(manager.page, 'concession-by-manager');
        await confirm(manager.page, 'manager');
        await assertReceipt(manager.page, /What was agreed is recorded/);
        await manager.context.close();
        assert.deepEqual(await conceded(other), ['inReview', 'E1', ['1'], 4]);
      });

      test('takes a confirmation of the outcome, and an objection', async () => {
        for (const [words, says, phase] of [
          [undefined, /Outcome confirmed/, 'formalSignOff'],
          ['This is not what we agreed', /Objection to the outcome/, 'escalated'],
        ] as const) {
          const milestone = await given({}, ...act.toSignOff, act.refuse('approver1'), act.conclude('askAgain'));
          const { page, context } = await open(milestone, 'approver1', /came of your refusal/);
          if (words) {
            await page.locator('[value=opposeOutcome]').check();
            await confirm(page, 'approver1');
            assert.match(await page.locator('[role=alert]').innerText(), /Say why you object/);
            await page.getByLabel('Why, if you object').fill(words);
          } else await page.locator('[value=confirmOutcome]').check();
          await look(page, words ? 'objection' : 'confirmation');
          await confirm(page, 'approver1');
          await assertReceipt(page, says);
          await context.close();
          assert.equal((await milestone.state()).stage.phase, phase);
        }
      });

      test('takes evidence with files, its rejection, better evidence and its verification', async () => {
        const milestone = await given({}, ...conditional('E1'));
        await milestone.recorded((state) => state.outputs.length === 1);
        for (const personId of ['user1', 'approver1', 'sponsor'])
          await assertCertificate(milestone, personId, /^Accepted with exceptions/);
        const photo = Buffer.from('a picture of the label');
        const owner = await open(milestone, 'author', /^Please close|^Not closed/);
        await owner.page.getByLabel('How the criterion is met').fill('Label replaced');
        const attach = () =>
          owner.page.getByLabel(/Files that show it/).setInputFiles([
            { name: 'Prüfung 1.png', mimeType: 'image/png', buffer: photo },
            { name: 'list.csv', mimeType: 'text/csv', buffer: Buffer.from('a,b') },
          ]);
        await attach();
        await owner.page.getByLabel('Your full name, as listed above').fill('Somebody else');
        await owner.page.locator('.confirm button[type=submit]').click();
        await owner.page.waitForLoadState();
        assert.match(await owner.page.locator('[role=alert]').innerText(), /Type your name.*attach the files again/);
        await attach();
        await owner.page.getByLabel('How the criterion is met').fill(' ');
        await confirm(owner.page, 'author');
        await owner.page.locator('#documentIds').waitFor();
        await owner.page.getByLabel('How the criterion is met').fill('Label replaced');
        assert.match(await owner.page.locator('#documentIds').innerText(), /Prüfung 1.png/);
        await look(owner.page, 'closure');
        await owner.page.getByLabel(/list.csv/).uncheck();
        await confirm(owner.page, 'author');
        await assertReceipt(owner.page, /Evidence that the exception is closed/);
        await owner.context.close();
        const [closure] = (await milestone.state()).exceptions[0]?.closures ?? [];
        assert.equal(closure?.files.length, 1);
        assert.deepEqual(
          [closure?.files[0]?.fileName, closure?.files[0]?.mediaType, closure?.files[0]?.sizeBytes],
          ['Prüfung 1.png', 'image/png', photo.length],
        );

        const verifier = await open(milestone, 'director', /verify/i);
        assert.match(await verifier.page.locator('main').innerText(), /Label replaced/);
        const file = verifier.page.getByRole('link', { name: 'Prüfung 1.png' });
        const content = await fetch(new URL((await file.getAttribute('href')) ?? '', pages.url));
        assert.deepEqual(Buffer.from(await content.arrayBuffer()), photo);
        await verifier.page.locator('[value=rejectClosure]').check();
        await verifier.page.getByLabel(/What you looked at/).fill('The back still has the old one');
        await look(verifier.page, 'verification');
        await confirm(verifier.page, 'director');
        await assertReceipt(verifier.page, /Exception found not closed/);
        await verifier.page.getByRole('link', { name: 'The link in your mail' }).click();
        assert.match(await verifier.page.locator('main').innerText(), /You found exception E1 not closed/);
        await look(verifier.page, 'verification-decided');
        await verifier.context.close();

        const again = await open(milestone, 'author', /^Please close|^Not closed/);
        assert.match(await again.page.locator('main').innerText(), /Found not closed: The back still has the old one/);
        await look(again.page, 'closure-again');
        await again.page.getByLabel('How the criterion is met').fill('Both sides replaced');
        await confirm(again.page, 'author');
        await assertReceipt(again.page, /Evidence that the exception is closed/);
        await again.context.close();

        const last = await open(milestone, 'approver1', /verify/i);
        await last.page.locator('[value=verifyClosure]').check();
        await last.page.getByLabel(/What you looked at/).fill('Looked at both sides');
        await confirm(last.page, 'approver1');
        await assertReceipt(last.page, /Exception verified closed/);
        await last.context.close();
        assert.equal((await milestone.state()).stage.phase, 'accepted');
      });

      test('takes what the sponsor says to a revocation', async () => {
        for (const [choice, says, phase] of [
          ['declineRevocation', /Revocation declined/, 'acceptedWithExceptions'],
          ['confirmRevocation', /Revocation confirmed/, 'revoked'],
        ] as const) {
          const milestone = await given({}, ...conditional('E1'), act.proposeRevocation());
          const { page, context } = await open(milestone, 'sponsor', /revo/i);
          assert.match(await page.locator('main').innerText(), /Signed on a forged test report/);
          await page.locator(`[value=${choice}]`).check();
          await page.getByLabel('Your reasons').fill('I looked into it');
          await look(page, choice);
          await confirm(page, 'sponsor');
          await assertReceipt(page, says);
          await page.getByRole('link', { name: 'The link in your mail' }).click();
          assert.match(await page.locator('main').innerText(), /You (declined|confirmed) the revocation/i);
          await look(page, `${choice}-decided`);
          await context.close();
          assert.equal((await milestone.state()).stage.phase, phase);
          if (phase !== 'revoked') continue;
          await milestone.recorded((state) => state.outputs.at(-1)?.certificateNumber.endsWith('-C2') === true);
          await assertCertificate(milestone, 'approver1', /^Acceptance revoked/);
        }
      });
    });

  it('offers an owner of several exceptions all of them, and keeps what was chosen', async () => {
    const milestone = await given({}, ...conditional('E1', 'E2'));
    const { page, context } = await visits.visit(await pages.linkOf(milestone, 'author', /^Please close|^Not closed/));
    await page.locator('[value=E2]').check();
    await page.getByLabel('How the criterion is met').fill('Done');
    await visits.takeAll(page, 'closure-of-two');
    await page.getByLabel('Your full name, as listed above').fill('Nobody');
    await page.locator('.confirm button[type=submit]').click();
    await page.waitForLoadState();
    assert.ok(await page.locator('[value=E2]').isChecked());
    await confirm(page, 'author');
    await assertReceipt(page, /Evidence/);
    await context.close();
  });
});
