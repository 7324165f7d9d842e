// Shapes that tell series apart where colour does not, all of about the same area.

export type Marker = "disc" | "square" | "diamond" | "triangle" | "none";

/** SVG path of a marker around (x, y). */
export function markerPath(marker: Marker, x: number, y: number): string {
  switch (marker) {
    case "disc":
      return `M${x - 4.2},${y}a4.2,4.2 0 1 0 8.4,0a4.2,4.2 0 1 0 -8.4,0z`;
    case "square":
      return `M${x - 3.8},${y - 3.8}h7.6v7.6h-7.6z`;
    case "diamond":
      return `M${x},${y - 5.2}l5.2,5.2l-5.2,5.2l-5.2,-5.2z`;
    case "triangle":
      return `M${x},${y - 5.2}l5.2,8.8h-10.4z`;
    case "none":
      return "";
  }
}
