// English: milestones that administrators mend.

export const recovery = {
  'admin.givenUp': 'Given up, by milestone',
  'admin.noGivenUp': 'Nothing was given up.',
  'admin.mailsStay': 'It is not sent again: correct the address, or reassign the request.',
  'admin.retryEffects': 'Try again now',
  'admin.retryEffects.says':
    'What of this milestone waits for its next attempt, or was given up, is tried now. A mail that could not be delivered is not sent again: correct the address, or reassign the request.',
  'admin.recoverMilestone': 'Compare record and workflow',
  'admin.recoverNow': 'Go on from the record',
  'admin.recoverMilestone.says':
    'This looks at both and says what it finds; nothing has been changed yet. The button has the milestone go on from its record, on the audit log with your reason.',
  'admin.agrees': 'Record and workflow agree. There is nothing to mend.',
  'admin.disagrees.missing':
    'Nothing runs for it in Temporal, and the record knows all there is. Going on loses nothing.',
  'admin.disagrees.behind': 'Its workflow is behind the record, which knows all there is. Going on loses nothing.',
  'admin.disagrees.ahead':
    'Its workflow knows of decisions that the record has not. Put the newer copy of the database back; where the record is right, these decisions are lost.',
  'admin.disagrees.completed':
    'Its workflow completed, and the record does not know of the end. Put the newer copy of the database back; where the record is right, what came in between is lost.',
  'admin.disagrees.stuck':
    'The tasks of its workflow fail. See its history in the Temporal UI first; going on from the record loses what the workflow has not recorded yet.',
  'admin.disagrees.silent': 'No worker answers for it. Start the service, then look again.',
  'admin.disagrees.unknown': 'It runs in Temporal and is not on record.',
  'admin.recordIsRight': 'Where something would be lost',
  'admin.recordIsRight.says': 'The record is right: go on from it all the same',
  'admin.recoverSeveral': 'Compare all records and workflows',
  'admin.recoverSeveral.says':
    'Every open milestone was looked at, and nothing has been changed yet. Choose which are to go on from their record; each is on the audit log with your reason.',
  'admin.recoverSeveral.again': 'Compare anew',
  'admin.disagreeing': 'Where they do not agree',
  'admin.disagreesAll': 'These are all. What would become of each is said beside it.',
  'admin.disagreesMore': 'There are more than these, on the next page. The button mends what is chosen on this one.',
  'admin.agreesAll': 'Records and workflows agree. There is nothing to mend.',
  'admin.becomes.goesOn': 'It would go on from the record.',
  'admin.becomes.ends': 'It would be ended.',
  'admin.becomes.left': 'It would stay as it is, unless you say that the record is right.',
  'admin.mended': 'What became of each',
  'admin.became.goesOn': 'goes on from the record',
  'admin.became.ends': 'ended',
  'admin.became.left': 'left as it is',
  'admin.became.agrees': 'agrees',
  'admin.ofNone': 'of no milestone',
  'admin.effectKind': 'What is tried again',
  'admin.retryEffectsOfNone': 'Try again what is of no milestone',
  'admin.retryEffectsOfNone.says':
    'Notices, links, digests and files to remove that were given up and belong to no milestone are tried from their first attempt, all of one kind. Find what kept them first: it is in the log.',
} as const;
