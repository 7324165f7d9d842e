// Figures that are fetched when they are first asked for, one module for many: each takes what the figure of its name takes,
// and is drawn in a task of its own, since several come near at once.
import {nextTask} from "./breathe.js";

type Drawing = (...given: never[]) => HTMLElement | Promise<HTMLElement>;

/** The module, once it is there and what came before has been painted. */
export const fetchedBy =
  <Module>(load: () => Promise<Module>): (() => Promise<Module>) =>
  async () => {
    const found = await load();
    await nextTask();
    return found;
  };

/**
 * Wraps one function of a module that is fetched by `fetched`.
 * @returns a function that takes the same arguments and resolves with the element
 */
export const lazily =
  <Module, Name extends keyof Module>(fetched: () => Promise<Module>, name: Name) =>
  async (...given: Module[Name] extends Drawing ? Parameters<Module[Name]> : never): Promise<HTMLElement> =>
    ((await fetched())[name] as (...all: typeof given) => HTMLElement | Promise<HTMLElement>)(...given);
