// English: notices in Slack and Teams.

export const chat = {
  'chat.title': 'Notices in Slack or Teams',
  'chat.says':
    'What you are mailed as engagement manager can be told in a channel as well: the subject of each mail, and a link to your desk. Reasons, comments, amounts of requests and links to decide by stay in the mail. Nobody decides by chat.',
  'chat.where': 'Where',
  'chat.service.slack': 'Slack',
  'chat.service.teams': 'Microsoft Teams',
  'chat.address': 'Address of the webhook',
  'chat.addressHow':
    'In Slack: an app with incoming webhooks, for the channel. In Teams: a workflow of the channel that posts when a webhook request is received. Whoever has the address can write there, so it is kept sealed and not shown again.',
  'chat.anewSays': 'It takes the place of the one you have.',
  'chat.press': 'Try it and keep it',
  'chat.set': 'The message to try it was taken, and the address is kept.',
  'chat.test': 'Milestone sign-off: notices for the engagement manager come here from now on.',
  'chat.stands': 'Your notices are told in {service} ({host}) since {at}.',
  'chat.told': 'The last one was taken {at}.',
  'chat.failed': 'One was not taken {at}: {because}. It is tried for a day; each is in your mail all the same.',
  'chat.end': 'Tell nothing there any more',
  'chat.onDesk': 'Open on your desk',
  'admin.effect.chat': 'Notices by chat',
} as const;
