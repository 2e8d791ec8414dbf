// Contract terms of an engagement as numbered versions: who amends them, on whose consent, and which version a milestone says it runs under.
import assert from 'node:assert/strict';
import { certificateDocument } from '../../evidence/certificate.ts';
import { SignOffError } from '../../domain/errors.ts';
import { engagement as engagementShape, type Engagement } from '../../domain/terms/engagement.ts';
import {
  assertFirstTerms,
  termsVersion,
  withAmendedTerms,
  type AmendTerms,
} from '../../domain/terms/contractVersions.ts';
import * as act from './acts.ts';
import { engagementWith, foundFor, monday } from './cast.ts';
import { given, givenTerms } from './scenario.ts';

const registered = engagementShape.parse(engagementWith());
const consent = { byPersonId: 'director', agreedOn: '2026-03-01', documentIds: ['letter'] };
const command: AmendTerms = { personId: 'manager', reference: 'Amendment 1', reason: 'Agreed in March', consent };

const amend = (patch: Record<string, unknown>, changes: Partial<AmendTerms> = {}, before: Engagement = registered) =>
  withAmendedTerms(
    before,
    { command: { ...command, ...changes }, patch },
    foundFor(changes.consent?.documentIds ?? ['letter']),
    monday,
  );

const refused = (code: string, field: string, ...given: Parameters<typeof amend>) =>
  assert.throws(
    () => amend(...given),
    (error) => error instanceof SignOffError && error.code === code && error.field === field,
  );

describe('Contract terms', () => {
  it('become the next version by a merge patch, with everything else as it was', () => {
    const { engagement, version } = amend({
      maxReworkCycles: 5,
      silence: { review: 'deemedAccepted' },
      ownVerification: null,
    });
    assert.equal(termsVersion(registered), 1);
    assert.equal(termsVersion(engagement), 2);
    assert.deepEqual(engagement.contract, {
      ...registered.contract,
      maxReworkCycles: 5,
      silence: { ...registered.contract.silence, review: 'deemedAccepted' },
    });
    assert.equal(version.version, 2);
    assert.equal(version.consent?.files[0]?.documentId, 'letter');
    const next = amend({ changeOrders: ['CO-1'] }, { reference: 'Amendment 2' }, engagement);
    assert.equal(termsVersion(next.engagement), 3);
    assert.equal(next.engagement.contract.maxReworkCycles, 5);
  });

  it('are amended by manager or sponsor, to something else that holds together', () => {
    amend({ maxReworkCycles: 5 }, { personId: 'sponsor' });
    refused('WRONG_ACTOR', 'actor.personId', { maxReworkCycles: 5 }, { personId: 'director' });
    refused('INVALID_MESSAGE', 'contract', { maxReworkCycles: 3 });
    refused('INVALID_MESSAGE', 'contract.maxReworkCycles', { maxReworkCycles: 99 });
    refused('INVALID_MESSAGE', 'contract.concessions.grantedBy.0', { concessions: { grantedBy: ['author'] } });
    refused('INVALID_MESSAGE', 'contract.reference', { reference: null });
  });

  it('need the document by which the other party agreed, unless the contract lets one party amend them', () => {
    const patch = { maxReworkCycles: 5 };
    const { consent: _none, ...alone } = command;
    const without = (before = registered) =>
      withAmendedTerms(before, { command: alone, patch }, { files: [], unknownDocumentIds: [] }, monday);
    assert.throws(() => without(), { code: 'CONSENT_MISSING', field: 'consent' });
    refused('CONSENT_MISSING', 'consent.byPersonId', patch, { consent: { ...consent, byPersonId: 'sponsor' } });
    refused('CONSENT_MISSING', 'consent.byPersonId', patch, { consent: { ...consent, byPersonId: 'nobody' } });
    refused('DOCUMENT_UNKNOWN', 'consent.documentIds', patch, { consent: { ...consent, documentIds: ['missing1'] } });
    const free = engagementShape.parse(engagementWith({ amendments: 'byOneParty' }));
    assert.equal(without(free).version.consent, undefined);
    assert.throws(() => amend({ amendments: 'byOneParty' }, { consent: undefined }), {
      code: 'CONSENT_MISSING',
    });
  });

  it('are the first where an engagement is registered, whatever it says', () => {
    assertFirstTerms(registered);
    assert.throws(() => assertFirstTerms({ contractVersion: 2 }), {
      code: 'INVALID_MESSAGE',
      field: 'contractVersion',
    });
  });

  it('are on the certificate in the version that the milestone started under', () => {
    const later = givenTerms({ engagement: { contractVersion: 2 } }, ...act.toAccepted);
    const versions = [given(...act.toAccepted).milestone, later.milestone].map((each) => {
      const [acceptance] = each.acceptances;
      assert.ok(acceptance);
      return certificateDocument(each, acceptance, { sequence: 1, hash: '0'.repeat(64) }).contract.version;
    });
    assert.deepEqual(versions, [1, 2]);
  });
});
