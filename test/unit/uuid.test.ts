import { createHash, randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { sha1 } from "../../src/util/sha1.js";
import { isUuid, nameUuid, randomUuid } from "../../src/util/uuid.js";

const DNS = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";

test.for([0, 1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 1000])(
  "digests %i bytes as others do",
  (length) => {
    const bytes = new Uint8Array(randomBytes(length));
    expect(Buffer.from(sha1(bytes)).toString("hex")).toBe(createHash("sha1").update(bytes).digest("hex"));
  },
);

test("gives a name the UUID that others give it", () => {
  // RFC 9562, appendix A.4
  expect(nameUuid("www.example.com", DNS)).toBe("2ed6657d-e927-568b-95e1-2665a8aea6a2");
  expect(nameUuid("Tõnu", DNS)).not.toBe(nameUuid("Tonu", DNS));
});

test("knows a UUID of any version, and nothing else", () => {
  expect(isUuid(randomUuid())).toBe(true);
  expect(isUuid(nameUuid("a", DNS))).toBe(true);
  expect(isUuid("1F1E6408-298B-6F61-FFFF-3BF0B39AB308")).toBe(true);
  for (const text of ["", "thread-1", `${DNS} `, DNS.slice(1), DNS.replaceAll("-", ""), `x${DNS}`]) {
    expect(isUuid(text), text).toBe(false);
  }
});
