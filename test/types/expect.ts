/** True when the types are the same, `any` and `unknown` told apart from all others. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

/** Compiles only for a value of exactly the given type: `expectType<string>().of(name)`. */
export declare function expectType<Expected>(): {
  of<Actual>(value: Actual, ...wrong: Same<Actual, Expected> extends true ? [] : [expected: Expected]): void;
};
