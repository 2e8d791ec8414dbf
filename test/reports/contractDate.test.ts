// The contract's date for a milestone: given with the plan, and shown wherever somebody reads about the milestone.
import { wordsIn } from '../../mail/messages/words.ts';
import assert from 'node:assert/strict';
import { openContractingPackage } from '../../administration/reports/openContracting.ts';
import { registerEntry } from '../../administration/reports/registerEntry.ts';
import { milestonePlan } from '../../domain/terms/plan.ts';
import { certificateDocument } from '../../evidence/certificate.ts';
import { renderCertificatePdf } from '../../evidence/certificatePdf.ts';
import { sponsorBrief } from '../../mail/sponsorBrief.ts';
import { currentDetails } from '../../workflows/temporalDetails.ts';
import * as act from '../domain/acts.ts';
import { planWith } from '../domain/cast.ts';
import { givenTerms } from '../domain/scenario.ts';
import { readPdf } from '../evidence/readPdf.ts';

describe('Date of a milestone by the contract', () => {
  const dueOn = '2026-03-31';
  const { milestone } = givenTerms({ plan: { dueOn } }, ...act.toAccepted);
  const [acceptance] = milestone.acceptances;
  const certificate = (of = milestone) => {
    assert.ok(acceptance);
    return certificateDocument(of, acceptance, { sequence: 22, hash: 'b'.repeat(64) });
  };

  it('is a date of the calendar, or left out', () => {
    assert.equal(milestonePlan.parse({ ...planWith(), dueOn }).dueOn, dueOn);
    assert.equal(milestonePlan.parse(planWith()).dueOn, undefined);
    for (const wrong of ['2026-02-30', '31.03.2026', '2026-03-31T00:00:00Z', ''])
      assert.deepEqual(
        milestonePlan.safeParse({ ...planWith(), dueOn: wrong }).error?.issues.map((each) => each.path),
        [['dueOn']],
        wrong,
      );
  });

  it('stands on the certificate, in data and in print, beside the day the work was completed', async () => {
    assert.equal(certificate().milestone.dueOn, dueOn);
    const { text } = readPdf(renderCertificatePdf(certificate()));
    assert.match(text, /Due by the contract on\s*31 March 2026\s*Work completed on\s*27 February 2026/);
  });

  it('stands in the register, in the sponsor’s brief, and in the details that Temporal shows', () => {
    const redaction = { people: 'names', client: 'named', amounts: 'shown' } as const;
    assert.equal(registerEntry(milestone, { counts: {}, endedAt: undefined }, redaction, wordsIn('en')).dueOn, dueOn);
    assert.ok(
      sponsorBrief(milestone, wordsIn('en')).some((each) =>
        each.items.includes('Due by the contract on 31 March 2026'),
      ),
    );
    assert.match(currentDetails(milestone), /\*\*Due by the contract on:\*\* 2026-03-31/);
  });

  it('is made up nowhere when the contract has none', () => {
    const { milestone: without } = givenTerms({}, ...act.toAccepted);
    assert.ok(!('dueOn' in certificate(without).milestone));
    assert.doesNotMatch(currentDetails(without), /Due by the contract/);
    assert.ok(
      !sponsorBrief(without, wordsIn('en')).some((each) => each.items.some((item) => item.startsWith('Due by'))),
    );
    const engagement = {
      ...without.engagement,
      openContracting: { ocid: 'ocds-1-1', awardId: 'A', publishesCertificates: false },
    };
    const made = openContractingPackage(engagement, [{ milestone: without, changedAt: without.startedAt }], {
      uri: 'https://sign-off.example/',
      publishedAt: without.startedAt,
    });
    assert.doesNotMatch(JSON.stringify(made), /dueDate/);
  });
});
