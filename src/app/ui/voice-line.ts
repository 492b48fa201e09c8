/** A microphone, as one line on a field of 24. */
export const voiceLine =
  "M12 3.5a2.8 2.8 0 0 0-2.8 2.8V11.7a2.8 2.8 0 0 0 5.6 0V6.3A2.8 2.8 0 0 0 12 3.5ZM5.8 11V11.7a6.2 6.2 0 0 0 12.4 0V11M12 17.9V21";
