// Which values an ICU message takes, read from its text by the type checker: `{name}` a text, `{count, plural, …}` a number.

/** One property for each argument of the message; none where it takes none. */
export type ArgumentsOf<Message extends string> = { [Name in keyof InWords<Message>]: InWords<Message>[Name] };

/** Among words: the next brace either opens an argument or ends a branch of the one around it. */
type InWords<Text extends string, Found = unknown> = Text extends `${infer Before}{${infer After}`
  ? Before extends `${string}}${string}`
    ? Text extends `${string}}${infer Rest}`
      ? InBranches<Rest, Found>
      : never
    : InArgument<After, Found>
  : Text extends `${string}}${infer Rest}`
    ? InBranches<Rest, Found>
    : Found;

type InArgument<Text extends string, Found> = Text extends `${infer Inside}}${infer Rest}`
  ? Inside extends `${infer Name}, ${infer Kind}, ${string}`
    ? Kind extends 'plural' | 'selectordinal'
      ? InBranches<AfterKind<Text>, Found & Record<Name, number>>
      : Kind extends 'select'
        ? InBranches<AfterKind<Text>, Found & Record<Name, string>>
        : InWords<Rest, Found & Record<Name, number>>
    : Inside extends `${infer Name}, number`
      ? InWords<Rest, Found & Record<Name, number>>
      : InWords<Rest, Found & Record<Inside, string>>
  : never;

type AfterKind<Text extends string> = Text extends `${string}, ${string}, ${infer Branches}` ? Branches : never;

/** Between the branches of a plural or select: each has its words in braces; a brace that closes ends the argument. */
type InBranches<Text extends string, Found> = Text extends `${infer Before}{${infer After}`
  ? Before extends `${string}}${string}`
    ? Text extends `${string}}${infer Rest}`
      ? InWords<Rest, Found>
      : never
    : InWords<After, Found>
  : Text extends `${string}}${infer Rest}`
    ? InWords<Rest, Found>
    : Found;
