// What mails there are: those that an event causes, and those about replies, obstacles and links that none does.

export type NotificationKind =
  | 'validationRequest'
  | 'reviewRequest'
  | 'signatureRequest'
  | 'facilitationRequest'
  | 'sponsorBrief'
  | 'decisionReceipt'
  | 'passedOnNotice'
  | 'deputyNotice'
  | 'reminder'
  | 'overdueNotice'
  | 'escalationNotice'
  | 'finalNotice'
  | 'furtherPeriodNotice'
  | 'silenceNotice'
  | 'deadlineExtendedNotice'
  | 'calendarCorrectedNotice'
  | 'nonConformanceNotice'
  | 'reworkNotice'
  | 'feedbackNotice'
  | 'meetingInvitation'
  | 'refusalNotice'
  | 'indemnityPrompt'
  | 'facilitationOutcomeNotice'
  | 'outcomeConfirmationNotice'
  | 'entryNotice'
  | 'entryPeriodNotice'
  | 'entryOutcomeNotice'
  | 'determinationNotice'
  | 'signaturesVoidedNotice'
  | 'signatureWithdrawnNotice'
  | 'notTheirsNotice'
  | 'informationRequest'
  | 'informationNotice'
  | 'clockNotice'
  | 'moreTimeRequest'
  | 'takenBackNotice'
  | 'amendmentRequest'
  | 'amendmentReminder'
  | 'amendmentUnansweredNotice'
  | 'amendmentNotice'
  | 'amendmentEndedNotice'
  | 'askedAgainRequest'
  | 'personCorrectedNotice'
  | 'personLeftNotice'
  | 'undeliverableNotice'
  | 'absenceNotice'
  | 'acceptanceNotice'
  | 'timestampAbandonedNotice'
  | 'closureRequest'
  | 'verificationRequest'
  | 'closureRejectedNotice'
  | 'exceptionVerifiedNotice'
  | 'exceptionExtendedNotice'
  | 'exceptionFailedNotice'
  | 'revocationRequest'
  | 'revocationDeclinedNotice'
  | 'revocationNotice'
  | 'terminationNotice'
  | 'cancellationNotice';

/** Mails about a reply rather than an event: it was not proven, or not understood. */
export const answerKinds = ['replyConfirmation', 'replyHelp'] as const;
export type AnswerKind = (typeof answerKinds)[number];

/** Mails that show the engagement manager what somebody wrote in a reply: all of it, or what was left out of a decision. */
export const shownReplyKinds = ['replyHeldNotice', 'replyDecidedNotice'] as const;
export type ShownReplyKind = (typeof shownReplyKinds)[number];

/** Mails about what the service cannot get done: that it is so, and that it is over. */
export const obstacleNotifications = ['obstacleNotice', 'obstacleResolvedNotice'] as const;
export type ObstacleNotification = (typeof obstacleNotifications)[number];

/** Mails about a link: a code somebody asked for on the page behind it, a new one in the place of those withdrawn, and passkeys set up there. */
export const linkMailKinds = ['confirmationCode', 'linkReplacement', 'passkeyNotice'] as const;
export type LinkMailKind = (typeof linkMailKinds)[number];

/** Mails that no event causes: about replies, obstacles and links. */
export type MailKind = NotificationKind | AnswerKind | ShownReplyKind | ObstacleNotification | LinkMailKind;

const withoutEvent: readonly MailKind[] = [
  ...answerKinds,
  ...shownReplyKinds,
  ...obstacleNotifications,
  ...linkMailKinds,
];

export const isCausedByEvent = (kind: MailKind): kind is NotificationKind => !withoutEvent.includes(kind);
