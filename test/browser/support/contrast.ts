/**
 * Scripts for `page.evaluate`, as text: they run in the page, whose types the tests don't have. Contrast is WCAG's.
 */
const helpers = `
  const toRgb = (color) => (color.match(/[\\d.]+/g) ?? [0, 0, 0, 0]).map(Number);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.map((part) => part / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [light, dark] = [luminance(a), luminance(b)].sort((one, other) => other - one);
    return (light + 0.05) / (dark + 0.05);
  };
  const isSolid = (color) => color !== "none" && (toRgb(color)[3] ?? 1) === 1;
  /** What is painted behind an element: of a drawn node its shape, else the nearest background. */
  const behind = (element) => {
    const shape = element.closest("g.node")?.querySelector("rect, path, polygon, circle");
    if (shape && isSolid(getComputedStyle(shape).fill)) return toRgb(getComputedStyle(shape).fill).slice(0, 3);
    for (let at = element; at; at = at.parentElement) {
      const { backgroundColor } = getComputedStyle(at);
      if (isSolid(backgroundColor)) return toRgb(backgroundColor).slice(0, 3);
    }
    return [255, 255, 255];
  };`;

/** The texts that are seen and have a contrast below 4.5, with their contrast. */
export const findFaintText = `(() => {${helpers}
  const faint = [];
  let count = 0;
  const judge = (element, text, color) => {
    count += 1;
    const ratio = contrast(toRgb(color).slice(0, 3), behind(element));
    if (ratio < 4.5) faint.push(text.trim() + ": " + ratio.toFixed(2));
  };
  for (const element of document.body.querySelectorAll("*")) {
    const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join("");
    if (text.trim() === "" || element.closest("style, script, :disabled") || !element.checkVisibility()) continue;
    const { color, fill } = getComputedStyle(element);
    judge(element, text, element instanceof SVGElement ? fill : color);
  }
  const input = document.getElementById("text");
  judge(input, input.placeholder, getComputedStyle(input, "::placeholder").color);
  return count > 10 ? faint : ["only " + count + " texts were seen"];
})()`;

/** The contrast of the outline around what has the focus with what is behind it; 0 when there is none. */
export const measureOutline = `(() => {${helpers}
  document.querySelector("#approval .yes").focus({ focusVisible: true });
  const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(document.activeElement);
  if (outlineStyle === "none" || parseFloat(outlineWidth) < 2) return 0;
  return contrast(toRgb(outlineColor).slice(0, 3), behind(document.activeElement.parentElement));
})()`;
