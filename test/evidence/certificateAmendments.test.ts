// What a certificate says of the amendments of the plan that it was signed under.
import assert from 'node:assert/strict';
import { certificateDocument } from '../../evidence/certificate.ts';
import { amended } from '../../evidence/certificateAmendments.ts';
import { certifies } from '../../evidence/certificateFirstPage.ts';
import { wordsIn } from '../../mail/messages/words.ts';
import * as act from '../domain/acts.ts';
import { given } from '../domain/scenario.ts';

const price = { value: { amount: '90000.00', currency: 'EUR' } };

describe('Acceptance certificate of a milestone whose plan was amended', () => {
  const { milestone } = given(
    ...[...act.toSignOff, act.amendPlan({ title: 'Declined' }), act.declineAmendment('director')],
    ...[act.amendPlan(price), act.consent('director')],
    ...['approver1', 'approver2', 'director'].map((by) => act.sign(by)),
  );
  const [acceptance] = milestone.acceptances;
  assert.ok(acceptance);
  const certificate = certificateDocument(milestone, acceptance, {
    sequence: milestone.sequence,
    hash: '0'.repeat(64),
  });

  it('lists those that were made, with their change order, who proposed and who consented', () => {
    assert.deepEqual(
      certificate.amendments.map(({ amendedAt: _at, ...each }) => each),
      [
        {
          ...{ amendmentId: 'A2', version: 2, changeOrder: 'CO-3', reason: 'The board decided so' },
          changed: [{ field: 'value', was: '100000.00 EUR', is: '90000.00 EUR' }],
          ...{ proposedBy: 'Name of manager', consentedBy: 'Name of director' },
        },
      ],
    );
    assert.equal(certificate.amounts.value, '90000.00');
  });

  it('names the change order on its first page, and prints what changed in the language of the contract', () => {
    assert.match(certifies(certificate, wordsIn('en')), /C-1; SOW-1 v2; CO-3/u);
    assert.match(JSON.stringify(amended(certificate, wordsIn('en'))), /€90,000\.00, instead of €100,000\.00/u);
    assert.match(JSON.stringify(amended(certificate, wordsIn('de'))), /90\.000,00.*statt/u);
    assert.deepEqual(amended({ amendments: [] }, wordsIn('en')), []);
  });
});
