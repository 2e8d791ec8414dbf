// What an operation does beyond its summary, for those whose routes do not say it themselves.
export const operationWords: Readonly<Record<string, string>> = {
  // Service
  checkHealth: 'For monitoring. What fails again and again is counted by kind; `listObstacles` names it.',
  checkLiveness: 'For the supervisor of the process, which starts it again where there is no answer.',
  checkReadiness: 'For load balancers: while something needed is down, send nothing here.',
  listObstacles:
    'What fails again and again is tried at growing distance and listed here until it is done, with the remedy.',
  readBacklog:
    'For those who keep the service running: counts and IDs, nothing of an engagement. What is under way is read from the record, workers from Temporal.',
  listDisagreements:
    'What `npm run recover` names: a look at every open milestone and at what runs in Temporal, which takes its time where there are many. Nothing is changed. Those on record come first, by ID.',
  recoverSeveral:
    'By the rules of `npm run recover -- --apply`: what the record knows all of goes on from it; with `recordIsRight` the others do too, and what runs without a record ends. All are looked at before anything is done. Asked again, those that went on agree.',
  retryEffectsOfNone:
    'Notices, links, digests and files to remove, from their first attempt; at most 1000 at once. Those of a milestone have `retryEffects`.',
  listApiKeys: 'Shows no secret: the service keeps their digests alone.',
  revokeApiKey: 'What was done with it stays on record under its ID.',
  listReads:
    'Reads are on record as acts are, since a record that many may read is only as confidential as its reads are known.',
  listSessions: 'Sessions of people of the firm, those that are over included.',
  endSession: 'The next request of that browser has to sign in again.',
  listRoleGrants: 'Roles in engagements follow from engagements and plans, and are not listed here.',
  endRole: 'Roles that engagements and plans give are not touched by it.',
  listViews: 'Your own alone, by name; a key keeps its own.',
  removeTemplate: 'The others are answered. Engagements and milestones that began from it stay as they are.',
  removeView: 'The others are answered; one that is not there is no fault.',
  listReadsOfPerson: 'The same as for a key, for somebody who signed in.',
  liftBarrier: 'The barrier stays on record with who lifted it and why.',
  listDepartures: 'Those that were taken back included.',
  takeBackDeparture: 'Roles and links of before are theirs again, unless they were taken away otherwise.',
  listOpenings: 'Sponsor and records officers are told of each by mail.',
  // Engagements
  registerEngagement:
    'Parties, people and contract terms, under which every milestone of it is signed. Asked again with the same, it answers with what there is. `publicHolidays` of the answer shows which days the calendar will not count.',
  listEngagements: 'In the order of registration.',
  correctEngagementCalendar: 'Milestones under way keep their calendar; `correctCalendar` corrects it there.',
  getEngagement: 'As it was registered, with what was corrected since.',
  listPeople: 'People who were added since are among them.',
  // Documents
  uploadDocument:
    'Send the file as it is, with its media type as `Content-Type`, and no form. A package then names it by `documentId`. Repeats under one `Idempotency-Key` give the same document. With `replaces`, the document of that ID goes in the same step, if it may be removed.',
  beginUpload:
    'For large files and poor connections, in the tus protocol 1.0, which clients for many languages speak. Send the pieces to the address in `Location`, in their order, then make a document of it by `completeUpload`. Asked again with the same `sha256`, name and length by the same person, it gives the upload that was begun, with how far it has come. An upload that gets no piece for a day goes by itself; until then its whole length counts against the quota.',
  getUpload:
    'After a connection broke: `Upload-Offset` says where to go on; `HEAD` gives the same. Shown to whoever began it, and to nobody else. Where there is none any more, begin anew.',
  sendPiece:
    'The bytes from `Upload-Offset` on, as `application/offset+octet-stream`: at least 64 KiB, unless it is the last. What arrived before a connection broke counts. Nobody reads a piece, whole or not, as a document.',
  completeUpload:
    'Puts the pieces together, compares the SHA-256 with the one that was announced, and has the whole scanned as any upload. Asked again, it answers with the same document. Refused for what is harmful or not as it was sent, the upload is over.',
  removeDocument:
    'By whoever uploaded it, or the engagement manager. Refused once a submitted package, a decision or an amendment of the terms names it, and under a legal hold of the engagement. It is gone for everybody at once; its bytes go a day later, and count against the quota until then. A document that nothing ever names goes by itself after a time (`UNUSED_DOCUMENT_DAYS`).',
  listQuarantinedFiles:
    'By name, of all engagements but those behind an information barrier. No operation gives their content: nobody opens them here. Each is kept for 30 days, and then goes by itself.',
  getQuarantinedFile: 'With who settled it, when and why, where somebody has.',
  releaseQuarantinedFile:
    'It becomes the document that it was meant to be, of whoever uploaded it, and can be named in a package from then on. Nobody is told by mail. On the audit log with who released it and why, for good.',
  removeQuarantinedFile:
    'Its bytes go at once, unless a document is the same. Nobody is told by mail. On the audit log with who removed it and why, for good.',
  listDocuments: 'Documents of an engagement, in the order in which they were uploaded.',
  getDocument: 'What is known of the file: name, size, digest, and what it is by its first bytes.',
  readDocument: 'As it was uploaded; always as `application/octet-stream`, so that no browser runs it.',
  // Milestones
  startMilestone:
    'Pins engagement, people and terms, and starts its workflow, by the engagement manager. A plan that nobody could sign is refused, with each obstacle and its remedy. A package can come with it.',
  listMilestones: 'Where each stands and whom it waits for, in the order in which they were started.',
  getMilestone:
    'Everything needed to act on it: phase, whom it waits for and until when, the digest to decide on, obstacles with remedies. Answered from the record, with no worker.',
  getMessageOutcome: 'For messages answered with 202, and for whoever lost an answer.',
  submitPackage:
    'Freezes what is handed in under a digest, that every later decision names, and asks the validators. Refused as a whole, naming everything that is missing, until the checklist is complete.',
  addressFeedback: 'Formal sign-off begins only once every item that needs an answer has one.',
  scheduleReviewMeeting:
    'Everybody in review gets an invitation for their calendar; a meeting that moves is the same invitation.',
  recordMeetingNotes: 'Where a meeting was scheduled, the review ends only once its notes are on record.',
  proposeException: 'Signers see it before they sign; what it withholds is released once it is verified closed.',
  failException: 'Its balance stays held until it is verified closed after all, or extended.',
  reassign: 'The person asked is told; nobody gets authority beyond their own limit or against separation of duties.',
  recordFacilitationOutcome: 'Who had refused may object within the contract’s period; then the sponsor decides.',
  extendDeadline: 'Within `maxExtensionBusinessDays` of the contract; everybody who is asked is told.',
  correctCalendar: 'Days are given whole; periods that have begun end as they were told.',
  escalate: 'The sponsor gets a brief of the dispute or wait, with what they can decide.',
  proposeRevocation: 'Nothing changes until the sponsor confirms it.',
  stopClock: 'Stopped time is nobody’s delay: deadlines move by exactly that, and `getLateness` shows it apart.',
  resumeClock: 'Who was told that time stands still is told that it runs again.',
  nudge: 'A limited number of times, and only those who have not answered.',
  correctPerson:
    'What was asked of a corrected address is asked again, and the old link dies. What was signed keeps what was signed.',
  addPerson:
    'For this milestone alone; `addEngagementPerson` adds them to the engagement and to all that is under way.',
  appointDeputy:
    'On those days the deputy is asked instead, within limits and separation of duties; without days, whenever an automatic reply says that the person is away, where the contract routes it.',
  endDeputy: 'What the deputy decided stands; what is open is asked of the person again.',
  takeBackPackage: 'Links to it die, who was asked is told, and another one can be submitted.',
  proposePart:
    'Everybody on the approval authority list signs for exactly these deliverables, which a certificate of its own then accepts; the rest stays open, with its own dates. The contract says whether this may be (`partialAcceptance`), and the plan what each deliverable is worth.',
  withdrawPart: 'Who signed for the part is told, and asked for all that is open.',
  amendPlan:
    'What has to be decided again follows from what changed: requirements from validation on, value from the limits of signers on. Takes effect at once, or with the other party’s consent, as the contract says.',
  withdrawAmendment: 'Who was asked to consent is told.',
  cancel: 'Everybody who was asked is told, and their links die.',
  getMoney:
    'Sums by currency, of the engagements whose money whoever asks may see; `isWhole` says whether everything was looked through.',
  getCalendarFeed: 'Of who is signed in; the address itself was shown when it was made, and is not shown again.',
  getDigest: 'Of who is signed in, over all engagements; off unless they chose one.',
  endDigest: 'The link in each digest does the same for who has no account.',
  retryEffects: 'Nothing is done twice: receivers tell a repeat by its ID.',
  getAgreement: 'A milestone that is over and needs no workflow agrees.',
  recoverMilestone:
    'Refused where it would lose what only the workflow knows, unless `recordIsRight` says so. `npm run recover` does the same for many, and ends what runs in Temporal and is on no record.',
  getChat: 'Of who is signed in; the address itself is shown to nobody again, only where it leads.',
  endChat: 'What was queued for there and has not gone out does not go out.',
  endCalendarFeed: 'Whoever still has its address gets nothing by it.',
  // Record
  listEvents: 'The hash chain itself: each event has the hash of the one before, over canonical JSON (RFC 8785).',
  listRefusedMessages: 'Refusals change nothing and are no events; they are kept beside, for whoever asks why.',
  listMails: 'What was sent to whom and when, how often it was tried, and what came back.',
  listReplies: 'Raw messages are kept under their digests; what decided nothing says why.',
  listRequests: 'Opened means that a person did; what scanners fetch does not count.',
  revokeLink: 'For a link that went to the wrong place. What was decided by it stays.',
  listPasskeys: 'Public keys alone; whose they are and since when.',
  resetPasskeys: 'For a lost device. They are asked to set up new ones when they next decide.',
  // Outputs
  getCertificate: 'Of a milestone accepted or revoked; conditional and close-out certificates included.',
  readCertificatePdf: 'Sealed (PAdES); `pdfsig` and other readers verify it.',
  readArchive: 'A BagIt bag (RFC 8493) that `npm run verify` and standard tools verify with no server.',
  getNextPhaseAuthorisation: 'Milestones that depend on this one start by it.',
  withdrawCertificateAddress: 'Whoever scans the code of the certificate is told no more than that.',
  publishAgain: 'For what an obstacle lists, once its cause is gone.',
  getInvoiceRelease: 'What a billing system asks before it invoices.',
  listInvoices: 'In the order of registration.',
  registerInvoice:
    'Asked twice for one number it changes nothing. What is registered never exceeds what was released, to the smallest unit of the currency.',
  listCreditNotes: 'In the order of registration.',
  registerCreditNote: 'Never beyond the invoice it belongs to.',
  cancelInvoice: 'Use a credit note where the invoice went out.',
  listInvoicesOfEngagement: 'In the order of registration; what is left of each counts credit notes and cancellations.',
  registerInvoiceOfSeveral:
    'One date and one currency; each line is held against the release of its own milestone, and taken back by itself.',
  cancelInvoiceOfSeveral: 'Each line frees its own milestone; a line that was taken back already stays as it is.',
  listInvoiceDrafts: 'Those that reserve, and those that ended, with how.',
  listInvoiceDraftsOfEngagement: 'Those that reserve, and those that ended, with how.',
  registerInvoiceDraft:
    'Until its last day nobody else can invoice what it reserves; then it lapses by itself, as it does once the certificate is revoked.',
  withdrawInvoiceDraft: 'For a draft that becomes no invoice.',
  // Webhooks
  listWebhookDeliveries:
    'Of events of endpoints as of webhooks to the billing system; delivered ones until they are swept.',
  replayWebhook: 'A receiver that has it already can tell by its `webhook-id`.',
  // Reports
  listReportProfiles: 'What each profile selects, shows and leaves out.',
  readRegister: 'Which milestones, which columns and whose names, the profile says.',
  readOpenContracting: 'OCDS 1.1, of organisations alone: no person is named.',
  readEvidencePack: 'What was advised to whom and when, with proofs.',
  // Audit log
  readLogKey: 'What checkpoints are verified with; keep it elsewhere than here.',
  readLogCheckpoint: 'A signed note (C2SP) over the Merkle tree of all chains (RFC 6962).',
  proveLogGrowth: 'Holds the log to what it said before: nothing was taken out or rewritten in between.',
  listAuditLines: 'Requests, reads, events and refusals, in one chain a milestone.',
  proveAuditLine: 'An inclusion proof (RFC 6962) that ends at a signed checkpoint.',
  // Retention
  endEngagement: 'Retention of all its milestones runs from it at the earliest.',
  listDueRecords: 'Those under a legal hold included, and marked.',
  getRetention: 'Nothing is disposed of while anything stands against it.',
  disposeOfRecord:
    'Refused under a legal hold and before its date. The tombstone keeps numbers and digests, and the audit log proves it.',
  getTombstone: 'What there was, by numbers and digests, and who had it disposed of.',
  proveDisposal: 'As `proveAuditLine`, of the service’s chain.',
  listErasures: 'Each with the ground on which something was kept.',
  erasePerson:
    'What the law or a contract asks to be kept is kept, and named. Digests stay, so that what was signed still verifies.',
  listEngagementHolds: 'Milestones that start later are under them as well.',
  placeEngagementHold: 'While it stands, nothing of the engagement is disposed of or erased.',
  releaseEngagementHold: 'It stays on record with who released it and why.',
  listMilestoneHolds: 'Those on its engagement included.',
  placeMilestoneHold: 'While it stands, nothing of the milestone is disposed of or erased.',
  releaseMilestoneHold: 'It stays on record with who released it and why.',
};
