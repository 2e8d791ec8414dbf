// The acceptance certificate as data: every field a reader needs, per kind, and nobody on it who did not sign what was accepted.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { certificateDocument, type CertificateDocument } from '../../evidence/certificate.ts';
import { renderCertificatePdf } from '../../evidence/certificatePdf.ts';
import { canonicalJson, sha256Hex } from '../../evidence/ledger/canonicalJson.ts';
import { readPdf } from './readPdf.ts';
import * as act from '../domain/acts.ts';
import { withPasskey } from '../domain/passkeyActs.ts';
import { engagementWith, monday, people } from '../domain/cast.ts';
import { testEntrances } from '../support/testVouchers.ts';
import { given, givenTerms, type Scenario } from '../domain/scenario.ts';

const auditHead = { sequence: 22, hash: 'a'.repeat(64) };

function certified({ milestone, history }: Scenario): CertificateDocument {
  const acceptance = milestone.acceptances.at(-1);
  assert.ok(acceptance);
  return certificateDocument(milestone, acceptance, auditHead, { events: history });
}

const signers = ({ signatories }: CertificateDocument): string[] => signatories.map((each) => each.personId);
const toSigned = act.toAccepted.slice(-3);
const withException = act.propose('E1', { amountWithheld: '1000.00' });

describe('Acceptance certificate', () => {
  const accepted = given(...act.toAccepted);
  const certificate = certified(accepted);

  it('names parties, contract, milestone and what was asked', () => {
    assert.equal(certificate.certificateNumber, 'M1-C1');
    assert.deepEqual([certificate.kind, certificate.basis, certificate.supersedes], ['acceptance', 'express', null]);
    assert.deepEqual(certificate.parties, { firm: 'The Firm', client: 'The Client' });
    assert.deepEqual(certificate.contract, {
      reference: 'C-1',
      statementOfWork: 'SOW-1 v2',
      changeOrders: [],
      form: 'simple',
      version: 1,
    });
    assert.deepEqual(certificate.milestone, { milestoneId: 'M1', title: 'Design' });
    assert.equal(certificate.signOffRequest, 'M1-S1');
    assert.deepEqual(certificate.auditLog, auditHead);
  });

  it('tells the day the work was completed from the instant it was accepted', () => {
    assert.deepEqual([certificate.completedOn, certificate.issuedAt], ['2026-02-27', monday]);
  });

  it('lists deliverables with version and SHA-256 under the digest of the package', () => {
    const sha256 = createHash('sha256').update('doc1').digest('hex');
    assert.deepEqual(certificate.deliverables, [
      {
        deliverableId: 'D1',
        title: 'Design document',
        version: '1',
        files: [{ fileName: 'doc1.pdf', sizeBytes: 4, sha256 }],
      },
    ]);
    assert.equal(certificate.package.digest, accepted.milestone.packages[0]?.digest);
  });

  it('gives the result of every requirement by every validator, with the reports', () => {
    assert.deepEqual(
      certificate.requirements.map((each) => [each.requirementId, each.results.map((result) => result.outcome)]),
      [
        ['R1', ['met', 'met']],
        ['R2', ['met', 'met']],
      ],
    );
    assert.deepEqual(
      certificate.validationReports.map((each) => [each.validator, each.recommendation]),
      [
        ['Name of validator1', 'accept'],
        ['Name of validator2', 'accept'],
      ],
    );
  });

  it('says how much is payable and withheld, and what the next phase covers', () => {
    assert.deepEqual(certificate.amounts, {
      currency: 'EUR',
      value: '100000.00',
      payable: '100000.00',
      withheld: '0.00',
      releasedBefore: '0.00',
      balance: '100000.00',
    });
    assert.deepEqual(certificate.nextPhase, { name: 'Build', scope: 'Build what was designed', conditions: [] });
  });

  it('gives each signatory with capacity, authority and authentication, and the statement with its hash', () => {
    assert.deepEqual(signers(certificate), ['approver1', 'approver2', 'director']);
    assert.deepEqual(certificate.signatories[1], {
      personId: 'approver2',
      name: 'Name of approver2',
      typedName: 'Name of approver2',
      statementLanguage: 'en',
      party: 'client',
      capacity: 'Capacity of approver2',
      onBehalfOf: null,
      deputyship: null,
      exceptions: null,
      authorityLimit: '100000.00',
      authentication: act.deciderOf('approver2').authentication,
      drawnSignatureSha256: null,
      vouchedBy: { entrance: 'page', keyId: testEntrances.keys()[0]?.keyId, takenAt: monday },
      signedAt: monday,
      signedAtLocal: '2026-03-02 10:00:00 UTC+00:00 Europe/London',
      timeZone: 'Europe/London',
      packageDigest: certificate.package.digest,
    });
    assert.equal(certificate.statement.sha256, createHash('sha256').update(certificate.statement.text).digest('hex'));
    assert.match(certificate.reservationOfRights, /does not waive/);
  });

  it('claims a simple electronic signature and no seal', () => {
    assert.match(certificate.signatureLevel, /^Simple electronic signatures/);
    assert.match(certificate.signatureLevel, /carries no cryptographic seal/);
    assert.doesNotMatch(JSON.stringify(certificate), /qualified|advanced|PAdES/i);
  });

  it('is plain JSON that nothing is lost of on the way to the record', () => {
    assert.deepEqual(JSON.parse(JSON.stringify(certificate)), certificate);
  });

  it('is refused for a milestone that has no package', () => {
    const { milestone } = given();
    const { acceptances } = given(...act.toAccepted).milestone;
    assert.ok(acceptances[0]);
    const [acceptance] = acceptances;
    assert.throws(() => certificateDocument(milestone, acceptance, auditHead), RangeError);
  });
});

describe('Acceptance certificate signed through request links abroad', () => {
  it('keeps IP address, user agent and the time in the signatory’s own zone', () => {
    const abroad = people.map((each) =>
      each.personId === 'director' ? { ...each, timeZone: 'Australia/Adelaide' } : each,
    );
    const authentication = { method: 'requestLink', requestId: 'r1', ipAddress: '2001:db8::1', userAgent: 'Browser 1' };
    const linked = { actor: { personId: 'director', role: 'approver', authentication } };
    const certificate = certified(
      givenTerms(
        { engagement: engagementWith({}, { people: abroad }) },
        ...act.toLastSignature,
        act.sign('director', linked),
      ),
    );
    const director = certificate.signatories.at(-1);
    assert.deepEqual(director?.authentication, authentication);
    assert.equal(director?.signedAtLocal, '2026-03-02 20:30:00 UTC+10:30 Australia/Adelaide');
    assert.equal(director?.signedAt, monday);
  });
});

describe('Acceptance certificate, of how each decision came', () => {
  const channels = { client: { signature: ['linkAndCode', 'passkey', 'reply'] } };
  const plan = {
    validators: { name: 'Bench', memberIds: ['validator1'], systems: [{ personId: 'validator1', apiKeyId: 'bench' }] },
  };
  const certificate = certified(
    givenTerms(
      { contract: { channels }, plan },
      act.submit(),
      act.by({ method: 'apiKey', keyId: 'bench' }, act.report('validator1')),
      ...act.toSignOff.slice(act.toReview.length),
      act.withCode(act.sign('approver1')),
      act.byReply(act.sign('approver2')),
      withPasskey(act.sign('director')),
    ),
  );

  it('prints the channels of the contract, and under each signature no more than is known', async () => {
    const text = readPdf(renderCertificatePdf(certificate)).text.replace(/\s+/g, ' ');
    for (const words of [
      'By which channels the contract lets each party decide',
      'The client: a signaturepersonal link confirmed with a code by e-mail, personal link confirmed with a passkey or e-mail reply with proven sender',
      'Name typed on the page: “Name of approver1” Personal request link',
      'Code by e-mail confirmed 2026-03-02 10:00:00 UTC Taken 2026-03-02 10:00:00 UTC by the pages behind links, vouched for with key ',
      'No code by e-mail was confirmed Confirmed with a passkey enrolled on 2026-03-02 08:00:00 UTC behind a personal link, with a code by e-mail Taken',
      'Name written in the reply: “Name of approver2” E-mail reply from user1@example.com',
    ])
      assert.ok(text.includes(words), `${words}\n${text}`);
    assert.match(text, /by the intake of replies, vouched for with key [0-9a-f]{16}/);
    assert.doesNotMatch(text, /Typed “|each signatory typed/);
  });

  it('says of a report that a system gave it, and of no other', async () => {
    assert.deepEqual(
      certificate.validationReports.map((each) => each.system),
      [{ apiKeyId: 'bench' }],
    );
    const text = readPdf(renderCertificatePdf(certificate)).text.replace(/\s+/g, ' ');
    assert.match(text, /A system, by the plan; reported with API key bench/);
    const byPeople = certified(given(...act.toAccepted));
    assert.deepEqual(
      byPeople.validationReports.map((each) => each.system),
      [null, null],
    );
    const printed = readPdf(renderCertificatePdf(byPeople)).text.replace(/\s+/g, ' ');
    assert.match(printed, /No code by e-mail was confirmed/);
    assert.doesNotMatch(printed, /A system, by the plan/);
  });
});

describe('Acceptance certificate of a milestone with a past', () => {
  it('leaves out a signature that an exception voided, and has the one given anew once', () => {
    const certificate = certified(given(...act.toLastSignature, withException, ...toSigned));
    assert.deepEqual(signers(certificate), ['approver1', 'approver2', 'director']);
  });

  it('leaves out who signed and then refused, unless they signed again', () => {
    const anyOfTwo = {
      approvalAuthorityList: [
        {
          name: 'Business',
          quorum: { kind: 'atLeast', count: 2 },
          members: ['approver1', 'approver2', 'director'].map((personId) => ({ personId })),
        },
      ],
    };
    const certificate = certified(
      givenTerms(
        { plan: anyOfTwo },
        ...act.toSignOff,
        act.sign('approver1'),
        act.refuse('approver1'),
        act.conclude('askAgain'),
        act.sign('approver2'),
        act.sign('director'),
      ),
    );
    assert.deepEqual(signers(certificate), ['approver2', 'director']);
  });

  it('gives reports and signatures on the package that was accepted, not on an earlier one', () => {
    const certificate = certified(
      given(
        ...act.toLastSignature,
        act.refuse('director'),
        act.conclude('rework'),
        act.submit(),
        ...act.toReview.slice(1),
        ...act.toSignOff.slice(act.toReview.length),
        ...toSigned,
      ),
    );
    assert.equal(certificate.package.version, 2);
    assert.equal(certificate.signOffRequest, 'M1-S2');
    assert.equal(certificate.validationReports.length, 2);
    assert.ok(certificate.signatories.every((each) => each.packageDigest === certificate.package.digest));
    assert.equal(certificate.signatories.length, 3);
  });

  it('says that the sponsor put it to signature, with name and reasons', () => {
    const certificate = certified(
      given(
        ...act.toSignOff,
        act.refuse('approver1'),
        act.conclude('escalate'),
        act.determine('formalSignOff'),
        ...toSigned,
      ),
    );
    assert.equal(certificate.basis, 'sponsorDetermined');
    const [determination] = certificate.determinations;
    assert.deepEqual(
      [determination?.by, determination?.determination, determination?.reasons],
      ['Name of sponsor', 'formalSignOff', 'For the good of the project'],
    );
    assert.ok(!signers(certificate).includes('sponsor'), 'the sponsor signs for nobody');
  });
});

describe('Conditional certificate', () => {
  const conditional = given(...act.toSignOff, withException, ...toSigned);
  const certificate = certified(conditional);

  it('lists the exceptions with owner and plan, and what is withheld for them', () => {
    assert.equal(certificate.kind, 'conditional');
    const [exception] = certificate.exceptions;
    assert.deepEqual(
      [exception?.exceptionId, exception?.owner, exception?.closureCriterion, exception?.dueOn, exception?.verifier],
      ['E1', 'Name of author', 'Label is right', '2026-03-31', null],
    );
    const { payable, withheld, balance } = certificate.amounts;
    assert.deepEqual([payable, withheld, balance], ['99000.00', '1000.00', '99000.00']);
  });

  it('repeats the clause that lets a party verify its own closed, where the contract has one', () => {
    assert.equal(certificate.ownVerification, null);
    const ownVerification = { parties: ['firm'], words: 'Clause 9: the supplier certifies closure.' };
    const under = certified(givenTerms({ contract: { ownVerification } }, ...act.toConditional));
    assert.deepEqual(under.ownVerification, ownVerification);
    assert.equal(certified(givenTerms({ contract: { ownVerification } }, ...act.toAccepted)).ownVerification, null);
  });

  it('lets the next phase begin on condition of what is open', () => {
    assert.deepEqual(certificate.nextPhase.conditions, ['E1: Label is right, by 31 March 2026']);
  });

  it('is replaced at close-out by one that releases the balance and lifts the conditions', () => {
    const closeOut = certified(conditional.when(act.verify('E1', 'approver1')));
    assert.deepEqual([closeOut.kind, closeOut.certificateNumber, closeOut.supersedes], ['closeOut', 'M1-C2', 'M1-C1']);
    const { payable, withheld, releasedBefore, balance } = closeOut.amounts;
    assert.deepEqual([payable, withheld, releasedBefore, balance], ['100000.00', '0.00', '99000.00', '1000.00']);
    assert.deepEqual(closeOut.nextPhase.conditions, []);
    const [exception] = closeOut.exceptions;
    assert.deepEqual([exception?.verifier, exception?.evidence], ['Name of approver1', 'Looked at the label']);
    assert.deepEqual(signers(closeOut), signers(certificate));
  });
});

describe('Certificate of a milestone with a mandatory requirement not met', () => {
  const requirement = {
    requirementId: 'R1',
    text: 'Tests cover the code',
    standard: 'at least 90 % of statements',
    acceptableQualityLevel: '90 %',
    method: 'coverage report of the build',
  };
  const conceded = givenTerms(
    { plan: { requirements: [requirement], validators: { name: 'V', memberIds: ['validator1'] } } },
    act.submit(),
    act.report('validator1', {
      results: [{ requirementId: 'R1', outcome: 'notMet', evidence: '84 %', severity: 3, isMaterial: false }],
      recommendation: 'acceptWithIssues',
      exceptions: [act.exception('E1', { severity: 3, requirementIds: ['R1'] })],
    }),
    act.approve('user1'),
    act.approve('user2'),
    act.approve('owner1'),
    ...toSigned,
  );
  const certificate = certified(conceded);

  it('says that it is mandatory, not met, and under which exception who of the client accepted it', () => {
    const [row] = certificate.requirements;
    assert.deepEqual(row, {
      ...requirement,
      isMandatory: true,
      results: [{ validator: 'Name of validator1', outcome: 'notMet', evidence: '84 %', severity: 3 }],
      concession: {
        exceptionId: 'E1',
        grantedBy: ['Name of approver1', 'Name of approver2', 'Name of director'],
      },
    });
    assert.equal(certificate.exceptions[0]?.proposer, 'Name of validator1');
  });

  it('binds each signature to the exceptions it was given under', () => {
    const seen = certificate.signatories.map((each) => each.exceptions);
    assert.deepEqual(
      seen.map((each) => each?.exceptionIds),
      [['E1'], ['E1'], ['E1']],
    );
    const agreed = conceded.milestone.exceptions;
    for (const each of seen) assert.equal(each?.sha256, sha256Hex(canonicalJson(agreed)));
  });

  it('never says met, on paper or after close-out', async () => {
    const words = 'Mandatory, not met, accepted under exception E1, granted for the client by Name of approver1';
    const closedOut = certified(conceded.when(act.verify('E1', 'director')));
    for (const each of [certificate, closedOut]) {
      const text = readPdf(renderCertificatePdf(each)).text.replace(/\s+/g, ' ');
      assert.ok(text.includes(words), text);
      assert.ok(text.includes('Acceptable quality level: 90 %'));
      assert.ok(!text.includes('Met ('));
    }
  });
});
