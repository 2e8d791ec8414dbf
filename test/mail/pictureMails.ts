// Takes the pictures of docs/mails.md in a real browser: every kind in the light, some in the dark and at the width of a phone.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withReplySections } from '../../mail/mailModel.ts';
import { loadMailTemplates } from '../../mail/renderMail.ts';
import { openBrowser } from '../support/browser.ts';
import { stopWhatIsShared } from '../support/oncePerRun.ts';
import { checkout } from '../support/checkout.ts';
import { mailKinds, mailOn } from './notificationContexts.ts';

const folder = join(checkout, 'docs/mails/');
const link = 'https://sign-off.example/r/the-token-of-the-recipient';
const alsoDark = new Set(['signatureRequest', 'acceptanceNotice', 'confirmationCode']);
/** Pictured once more as they are sent where replies are taken in. */
const alsoByReply = new Set(['signatureRequest', 'reviewRequest']);
const alsoOnPhone = new Set(['signatureRequest', 'reviewRequest']);

/** When each kind is sent and to whom; docs/mails.md is written from it. */
const occasions: Record<(typeof mailKinds)[number], string> = {
  validationRequest: 'A package was frozen; to each validator.',
  reviewRequest: 'Validation passed, or a group before was at quorum; to each stakeholder of the group.',
  signatureRequest: 'The review is closed, or a group before has signed; to each approver. Here a delegate is asked.',
  facilitationRequest:
    'Somebody refused, validation would accept what is not met, or the rework cycles are used up; to the engagement manager.',
  sponsorBrief: 'A dispute was escalated, or nobody is left who may sign; to the engagement sponsor.',
  decisionReceipt: 'Somebody decided, by whatever way; to that person.',
  deputyNotice: 'A deputy was named, or is no more; to the deputy, whose deputy it is and the engagement manager.',
  takenBackNotice: 'The package was taken back before anybody reported on it; to who is asked to, and the sponsor.',
  amendmentRequest:
    'An amendment of the plan was proposed; to those of the other party who sign, where the contract asks for consent.',
  amendmentReminder: 'A proposed amendment is not answered yet; to those who may consent, on the way to its deadline.',
  amendmentUnansweredNotice:
    'A proposed amendment was not answered in time, where the contract escalates it; to the manager, and then to the sponsor.',
  amendmentNotice: 'The plan was amended; to everybody who was asked so far, the authors and who consented.',
  amendmentEndedNotice:
    'An amendment was declined or withdrawn, or lapsed; to manager, sponsor and, unless declined, who was asked.',
  signatureWithdrawnNotice:
    'Somebody withdrew their signature; to manager, sponsor, who has signed and who is asked to.',
  notTheirsNotice: 'Somebody who is asked says that it is not theirs to decide; to the engagement manager.',
  informationRequest: 'Somebody who is asked needs to know more first; to the engagement manager.',
  informationNotice: 'What somebody asked before deciding was answered; to them, with the same link.',
  clockNotice: 'The clock was stopped, or runs on; to manager, sponsor and everybody who is asked.',
  moreTimeRequest: 'Somebody who is asked needs longer than they may take by themselves; to the engagement manager.',
  askedAgainRequest: 'The address of somebody who is asked was corrected; to the new one, with another link.',
  personLeftNotice: 'The last day of somebody who is still needed is over; to the engagement manager and sponsor.',
  personCorrectedNotice:
    'Details of somebody were corrected; to them, engagement manager and sponsor, and of an address to those of their party who were asked.',
  passedOnNotice: 'A duty was delegated, to the engagement manager; or reassigned, to whoever had it.',
  reminder:
    'The share of the time to a deadline that the contract names has passed; to everybody still asked, with the same link.',
  overdueNotice:
    'A deadline passed; to the engagement manager, and of an exception to its owner and to whoever granted it, who may extend it.',
  escalationNotice: 'Nothing was decided after a deadline; to the engagement sponsor.',
  nonConformanceNotice:
    'Validation found what does not conform, or a revision was requested; to the authors and offices concerned.',
  reworkNotice: 'A package goes back; to the engagement manager.',
  feedbackNotice: 'A stakeholder commented; to the engagement manager.',
  meetingInvitation: 'A review meeting is scheduled or moved; to stakeholders asked, with an iCalendar request.',
  refusalNotice:
    'Somebody refused; to those who had approved or signed before. Who, and why, it says only where the contract shares refusals.',
  indemnityPrompt: 'Somebody refused; to the firm only.',
  facilitationOutcomeNotice: 'A facilitation came to something; to whoever had refused.',
  determinationNotice: 'The sponsor decided; to the manager and those concerned.',
  signaturesVoidedNotice: 'What was signed has changed; to those who signed.',
  undeliverableNotice: 'A mail came back; to the engagement manager.',
  acceptanceNotice: 'The certificate is published; to everybody.',
  absenceNotice: 'Somebody who was asked sent an automatic reply; to the engagement manager, once per request.',
  exceptionVerifiedNotice: 'An exception was verified closed; to its owner and the manager.',
  terminationNotice: 'The sponsor terminated the milestone; to everybody.',
  cancellationNotice: 'The milestone was cancelled; to everybody who was asked.',
  timestampAbandonedNotice: 'No timestamp could be had for a certificate; to the engagement manager.',
  furtherPeriodNotice: 'For some of the further period nobody could answer; to those who are silent.',
  finalNotice: 'A deadline passed where the contract gives silence a meaning; to those who are silent.',
  silenceNotice: 'Silence was judged: it counts, or it does not, and why; to those concerned.',
  deadlineExtendedNotice: 'The manager extended a deadline; to those asked.',
  calendarCorrectedNotice: 'The days by which the contract counts were corrected; to manager and sponsor.',
  outcomeConfirmationNotice: 'Whoever had refused confirmed the outcome, objected, or said nothing; to the manager.',
  entryNotice:
    'The firm entered what a document shows that somebody decided; to that person, who may object, and to manager and sponsor.',
  entryPeriodNotice: 'There is more time to object to what the firm entered; to whose decision it is.',
  entryOutcomeNotice:
    'What the firm entered was objected to, counts, or stands for nothing; to whose decision it is, manager and sponsor.',
  closureRequest: 'The milestone was accepted with exceptions; to each owner.',
  verificationRequest: 'An owner showed an exception to be closed; to those of the other party who may verify it.',
  closureRejectedNotice: 'What an owner showed was rejected; to the owner.',
  exceptionExtendedNotice: 'An exception was extended by who had granted it; to owner, manager and sponsor.',
  exceptionFailedNotice: 'An exception counts as failed; to those concerned.',
  revocationRequest: 'The manager proposes to revoke the acceptance; to the sponsor.',
  revocationDeclinedNotice: 'The sponsor declined; to the manager.',
  revocationNotice: 'A certificate of revocation is published; to everybody.',
  linkReplacement: 'The links of a request were withdrawn through the API; to the person asked.',
  confirmationCode: 'The contract asks for step-up, and a decision was sent from the page; to the person who decides.',
  passkeyNotice: 'A passkey was set up or removed, or all were reset; to whose they are, and the engagement manager.',
  replyConfirmation: 'A reply came in that is not proven to be theirs; to the address on the list.',
  replyHeldNotice: 'A reply decided nothing; to the engagement manager, with all that it says.',
  replyDecidedNotice: 'A reply decided, and more stood beside it; to the engagement manager, with what was left out.',
  replyHelp: 'A reply came in whose first line decides nothing; to the address on the list.',
  obstacleNotice:
    'The service has tried something in vain, or a workflow was ended from outside; to the engagement manager and the administrator, once.',
  obstacleResolvedNotice: 'It got through; to those who were told that something was in the way.',
};

async function pictureMails(): Promise<void> {
  const render = await loadMailTemplates('example.com');
  await mkdir(folder, { recursive: true });
  const browser = await openBrowser();
  const sections: string[] = [];
  try {
    for (const kind of mailKinds) {
      const model = mailOn(kind);
      const { html, subject } = render(model, model.button && link, model.codeId && '12345678');
      const take = async (suffix: string, width: number, colorScheme: 'light' | 'dark', shown = html) => {
        const page = await browser.newPage({ viewport: { width, height: 400 }, colorScheme });
        await page.setContent(shown);
        await page.screenshot({ path: `${folder}${kind}${suffix}.png`, fullPage: true });
        await page.close();
        return `![${kind}${suffix.replace('-', ', ')}](mails/${kind}${suffix}.png)`;
      };
      const pictures = [await take('', 700, 'light')];
      if (alsoByReply.has(kind))
        pictures.push(await take('-by-reply', 700, 'light', render(withReplySections(model), link).html));
      if (alsoDark.has(kind)) pictures.push(await take('-dark', 700, 'dark'));
      if (alsoOnPhone.has(kind)) pictures.push(await take('-phone', 375, 'light'));
      sections.push(`## ${kind}\n\n${occasions[kind]}\n\nSubject: ${subject}\n\n${pictures.join('\n\n')}\n`);
    }
  } finally {
    await browser.close();
    await stopWhatIsShared();
  }
  await writeFile(`${folder}../mails.md`, `${introduction}\n${sections.join('\n')}`);
}

const introduction = `# Every mail this product sends

Made by \`npm run picture-mails\` from the mails that the snapshot tests in \`test/mail\` check. Each has a plain-text part
that says the same. Requests carry titles, counts and dates; what people wrote stays behind the link. Mails that only tell
have no link and give their reasons, unless the contract says \`mailReasons: countOnly\`. All mails to a person about one
milestone make one thread (\`References\`), and say \`Auto-Submitted: auto-generated\`, so that no machine answers them.
`;

await pictureMails();
