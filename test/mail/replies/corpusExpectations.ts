// What each message of the corpus must come to: who was asked what, how it was signed and sent, and its outcome.
import type { InboundOutcome } from '../../../db/inboundMessages.ts';
import type { AnswerKind } from '../../../domain/requests/notificationKinds.ts';
import type { Asked, Signing } from './replyStage.ts';

/** What a decision must have put on the record of the milestone. */
export type Effect =
  | { verdict: 'approve' }
  | { verdict: 'requestRevision' | 'refusal'; reasons: string[] }
  | { typedName: string }
  | { delegatedTo: string }
  /** In place of a decision. */
  | { asksFirst: string }
  | { proposes: string };

export interface Expectation {
  asked: Asked;
  personId: string;
  outcome: InboundOutcome;
  effect?: Effect;
  answer?: AnswerKind;
  /** Found in the reason on record. */
  because?: RegExp;
  signing?: Signing | 'none';
  /** Done to the message on its way, after it was signed. */
  onTheWay?: (raw: string) => string;
  /** The null sender when empty; the address in From by default. */
  envelopeFrom?: string;
  envelopeTo?: 'reply' | 'bounce' | 'unknown';
  remoteAddress?: string;
  contract?: object;
  people?: Record<string, object>;
}

const review = { asked: 'review', personId: 'user1' } as const;
const signature = { asked: 'signature', personId: 'approver1' } as const;

type Group = Record<string, Expectation>;
const each = (names: string, expectation: Expectation): Group =>
  Object.fromEntries(names.split(/\s+/).map((name) => [name, expectation]));

const approved: Expectation = { ...review, outcome: 'decided', effect: { verdict: 'approve' } };
const signedAs = (typedName: string): Expectation => ({ ...signature, outcome: 'decided', effect: { typedName } });
const refusedFor = (...reasons: string[]): Expectation => ({
  ...signature,
  outcome: 'decided',
  effect: { verdict: 'refusal', reasons },
});

const decisions: Group = {
  ...each(
    `gmail-web-en-approve apple-mail-fr-approve iphone-it-approve gmail-android-nl-approve outlook-sv-approve
     gmail-ja-approve-iso-2022-jp yahoo-web-en-approve html-only-blockquote-approve outlook-mobile-en-approve
     signature-and-disclaimer-approve lower-case-approve full-stop-approve byte-order-mark-approve
     zero-width-space-approve gmail-he-right-to-left-approve gmail-ar-approve format-flowed-approve gmail-da-approve
     outlook-no-approve outlook-fi-approve apple-mail-zh-approve gmail-cs-approve mail-ru-koi8-approve
     attachment-beside-approve smime-clear-signed-approve unclosed-boundary-approve auto-submitted-no`,
    approved,
  ),
  'signed-by-subdomain-approve': { ...approved, signing: { domain: 'mail.example.com' } },
  ...each(
    'thunderbird-es-bottom-sign notes-en-sign outlook-html-only-en-sign base64-utf8-sign quoted-printable-latin1-sign',
    signedAs('Zoë Sample'),
  ),
  'outlook-365-de-sign': {
    ...signedAs('Zoë Sample'),
    signing: { headers: 'from:date:subject:message-id:content-type:mime-version' },
  },
  'need-information': { ...review, outcome: 'decided', effect: { asksFirst: 'Is the second site included?' } },
  'not-mine-de': { ...review, outcome: 'decided', effect: { proposes: 'owner1' } },
  'sign-zero-width-in-name': signedAs('Zo\u200bë Sample'),
  'decomposed-name-sign': signedAs('Zoe\u0308 Sample'),
  'name-with-full-stop-sign': signedAs('zoë  sample'),
  'gmail-pl-revise': {
    ...review,
    outcome: 'decided',
    effect: {
      verdict: 'requestRevision',
      reasons: ['Rozdział 2 nie zawiera testów obciążenia.', 'Proszę też o poprawny schemat na stronie 7.'],
    },
  },
  'revise-several-paragraphs': {
    ...review,
    outcome: 'decided',
    effect: {
      verdict: 'requestRevision',
      reasons: ['Chapter 2 lacks the load test.', 'The diagram on page 7 shows the old network.\nPlease draw it anew.'],
    },
  },
  'gmail-pt-refuse': { ...refusedFor('O capítulo 3 contradiz o contrato.'), ...review },
  'windows-1252-refuse': refusedFor('The price – “as agreed” – is not the one on page 4.'),
  'iso-8859-15-fr-refuse': refusedFor("Le montant de 5 000 € n'est pas celui du contrat."),
  'refuse-signature': refusedFor('Not as agreed in the statement of work.'),
};

const comment: Expectation = { ...review, outcome: 'commented', answer: 'replyHelp' };
const help: Expectation = { ...review, outcome: 'held', answer: 'replyHelp' };
const helpToSign: Expectation = { ...signature, outcome: 'held', answer: 'replyHelp' };

const words: Group = {
  ...each(
    `approved-except approve-with-condition-below approve-with-condition-on-its-line approve-with-postscript
     approve-with-reservation-under-rule ok-thanks de-genehmigt-approve revise-without-reasons bold-verb
     question-mark-after-verb direction-override`,
    comment,
  ),
  ...each(
    `question greeting-before-verb empty-above-quote verb-in-unmarked-quote-only forward-inline forward-as-attachment
     full-width-verb cyrillic-verb zero-width-inside-verb multipart-without-boundary pgp-encrypted verb-in-subject-only
     sign-where-review-is-asked`,
    help,
  ),
  ...each('sign-wrong-name sign-homoglyph-name sign-without-name approve-where-signature-is-asked', helpToSign),
  delegate: { ...signature, outcome: 'decided', effect: { delegatedTo: 'deputy' } },
  'delegate-to-unlisted': {
    ...signature,
    outcome: 'held',
    answer: 'replyConfirmation',
    because: /Nobody .* is listed/,
  },
  'delegate-beyond-authority': {
    ...signature,
    outcome: 'held',
    answer: 'replyConfirmation',
    because: /DELEGATE_NOT_ELIGIBLE.*no authority/,
  },
};

const unproven: Expectation = {
  ...review,
  outcome: 'held',
  answer: 'replyConfirmation',
  because: /gives no proof/,
};
const wrongSender: Expectation = { ...unproven, because: /did not come from the address/ };

const senders: Group = {
  unsigned: { ...unproven, signing: 'none' },
  'signed-by-other-domain': { ...unproven, signing: { domain: 'other.example' } },
  'body-changed-after-signing': {
    ...unproven,
    onTheWay: (raw) => raw.replace('REVISE: nothing', 'APPROVE'),
  },
  'subject-changed-after-signing': {
    ...unproven,
    onTheWay: (raw) => raw.replace('Subject: Re:', 'Subject: [list] Re:'),
  },
  'body-appended-beyond-signed-length': {
    ...unproven,
    signing: { maxBodyLength: 9 },
    onTheWay: (raw) => `${raw}\r\nnot what I meant\r\n`,
  },
  'spf-only': {
    ...unproven,
    signing: 'none',
    envelopeFrom: 'user1@example.com',
    remoteAddress: '192.0.2.1',
  },
  'forged-authentication-results': { ...unproven, signing: 'none' },
  colleague: wrongSender,
  'address-in-display-name': { ...wrongSender, signing: { domain: 'other.example' } },
  'two-from-addresses': wrongSender,
  'sent-on-behalf': { ...unproven, because: /on your behalf/ },
  'no-dmarc-policy': {
    ...unproven,
    personId: 'user2',
    people: { user2: { email: 'user2@nopolicy.example' } },
    signing: { domain: 'nopolicy.example' },
  },
  'not-strictly-aligned': {
    ...unproven,
    personId: 'user2',
    people: { user2: { email: 'user2@strict.example' } },
    signing: { domain: 'mail.strict.example' },
  },
  'expired-signature': { ...unproven, signing: { expires: new Date(Date.now() - 1000) } },
  'unknown-key': { ...unproven, signing: { selector: 'nobody' } },
  'to-somebody-else-with-our-address-in-the-envelope': { ...unproven, because: /not addressed to the reply address/ },
  'addressee-and-id-left-unsigned': {
    ...unproven,
    signing: { headers: 'from:date:subject' },
    because: /leaves open to whom/,
  },
  'older-than-the-request': { ...unproven, because: /date is not between/ },
  'contract-with-codes': {
    ...unproven,
    contract: { channels: { client: { review: ['linkAndCode'] } } },
    because: /confirmed with a code/,
  },
  'contract-without-replies': {
    ...unproven,
    contract: { channels: { client: { review: ['link'] } } },
    because: /contract wants such a decision/,
  },
  'validation-request': {
    ...unproven,
    asked: 'validation',
    personId: 'validator1',
    because: /needs more than a line/,
  },
};

const absent: Expectation = { ...review, outcome: 'absenceNoted', envelopeFrom: '', signing: 'none' };
const ignored: Expectation = { ...review, outcome: 'ignored' };

const machines: Group = {
  ...each('absence-exchange-en absence-outlook-de absence-vacation-fr', { ...absent, envelopeTo: 'bounce' }),
  ...each('absence-es-no-header absence-ja absence-pl absence-sv', absent),
  'absence-of-somebody-else': { ...absent, because: /another address/ },
  ...each('ticket-system auto-notified', { ...ignored, because: /generated/ }),
  ...each('precedence-bulk precedence-junk list-id-alone', { ...ignored, because: /bulk/ }),
  'mailing-list': { ...ignored, because: /bulk/, onTheWay: (raw) => raw.replace('APPROVE', 'APPROVE (via list)') },
  'null-sender': { ...ignored, envelopeFrom: '', because: /generated/ },
  'our-own-mail': { ...ignored, signing: 'none', because: /our own/ },
  'our-own-mail-without-its-mark': { ...ignored, because: /our own/ },
  'read-receipt': { ...ignored, envelopeFrom: '' },
};

const bounced: Expectation = {
  ...review,
  outcome: 'bounceNoted',
  envelopeFrom: '',
  envelopeTo: 'bounce',
  signing: 'none',
};

const reports: Group = {
  ...each(
    `bounce-postfix bounce-exchange bounce-gmail bounce-sendmail-headers-only bounce-with-verb bounce-exim-old
     bounce-qmail`,
    bounced,
  ),
  'bounce-to-reply-address': { ...bounced, envelopeTo: 'reply' },
  'bounce-named-by-message-id': { ...bounced, envelopeTo: 'unknown' },
  ...each('bounce-delayed bounce-relayed', { ...bounced, outcome: 'ignored' }),
  ...each('bounce-of-another-mail bounce-for-another-recipient', {
    ...bounced,
    envelopeTo: 'unknown',
    outcome: 'unmatched',
  }),
  'bounce-forged-by-a-person': { ...bounced, envelopeFrom: 'mallory@other.example' },
};

const shapes: Group = each(
  `two-from-headers no-from two-content-types two-message-ids bare-carriage-return-in-header nul-in-header
   header-line-without-name nested-thirty-deep five-hundred-parts thirty-signatures thousands-of-headers`,
  { ...review, outcome: 'refused', signing: 'none' },
);

export const corpus: Group = { ...decisions, ...words, ...senders, ...machines, ...reports, ...shapes };
