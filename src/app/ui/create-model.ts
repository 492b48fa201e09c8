/**
 * A model: a factory whose result holds signals and what can be done, made with `new`. The one of @preact/signals also
 * batches each action and disposes of effects, for half a kilobyte of every reader's script; ours have no effects, and
 * what they change in one go is drawn in one go anyhow.
 */
export function createModel<Needs extends readonly unknown[], Model extends object>(
  open: (...needs: Needs) => Model,
): new (...needs: Needs) => Model {
  // A function that returns an object, called with `new`, gives that object.
  return function model(...needs: Needs) {
    return open(...needs);
  } as unknown as new (...needs: Needs) => Model;
}
