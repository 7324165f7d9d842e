import {expect, it} from "vitest";
import {dataTable, toCsv} from "../../src/figures/kit/dataTable.js";

const columns = [
  {name: "lane", value: (row: {lane: string; rows: number}) => row.lane},
  {name: "rows", value: (row: {lane: string; rows: number}) => row.rows}
];

it("CSV quotes commas, quotes and line breaks, and nothing else", () => {
  const rows = [
    {lane: "plain", rows: 1},
    {lane: 'a "b", c', rows: 2},
    {lane: "two\nlines", rows: 3}
  ];
  expect(toCsv(rows, columns)).toBe('lane,rows\nplain,1\n"a ""b"", c",2\n"two\nlines",3');
});

it("CSV of no rows is its header", () => {
  expect(toCsv([], columns)).toBe("lane,rows");
});

it("the table is made when it is first opened, and only once", () => {
  const details = dataTable([{lane: "a", rows: 1}], columns, {caption: "c"});
  expect(details.querySelector("table")).toBeNull();
  details.dispatchEvent(new Event("toggle"));
  details.dispatchEvent(new Event("toggle"));
  expect(details.querySelectorAll("table")).toHaveLength(1);
  expect(details.querySelector("td.number")?.textContent).toBe("1");
});
