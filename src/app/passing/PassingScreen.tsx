import { ChooseWhat, type ChooseWhatProps } from "./ChooseWhat.tsx";
import type { MakingState } from "./making-model.ts";
import { TakeIn, type TakeInProps } from "./TakeIn.tsx";

export interface PassingScreenProps
  extends Omit<ChooseWhatProps, "model" | "language">, Omit<TakeInProps, "model" | "messages"> {
  readonly making: MakingState;
  readonly takingIn: TakeInProps["model"];
}

/** Out to another phone and in from one. While a file is coming in, that is the one thing on the screen. */
export function PassingScreen({
  making,
  takingIn,
  words,
  newsroom,
  messages,
  ...choosing
}: PassingScreenProps) {
  const isComing = takingIn.taking.value.kind !== "waiting";
  const takeIn = (
    <section aria-labelledby="take-in">
      <h2 id="take-in">{messages.takeIn}</h2>
      <TakeIn words={words} newsroom={newsroom} messages={messages} model={takingIn} />
    </section>
  );
  return (
    <div class="text passing">
      <h1 class="title">{messages.title}</h1>
      {isComing && takeIn}
      {!isComing && (
        <section aria-labelledby="pass-on">
          <h2 id="pass-on">{messages.passOn}</h2>
          <p>{messages.passOnWhy}</p>
          {choosing.listed > 0 ? (
            <ChooseWhat
              {...choosing}
              messages={messages}
              language={words.language}
              model={making}
            />
          ) : (
            <p>{messages.noEdition}</p>
          )}
        </section>
      )}
      {!isComing && takeIn}
    </div>
  );
}
