import {expect, it} from "vitest";
import {dataTable, tabulate, toCsv} from "../../src/figures/kit/dataTable.js";

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
  expect(toCsv(tabulate(rows, columns, "c"))).toBe('lane,rows\nplain,1\n"a ""b"", c",2\n"two\nlines",3');
});

it("CSV of no rows is its header", () => {
  expect(toCsv(tabulate([], columns, "c"))).toBe("lane,rows");
});

it("the table is made from the rows of the moment, while it is open", () => {
  let rows = [{lane: "a", rows: 1}];
  const {element, refresh} = dataTable(() => tabulate(rows, columns, "c"));
  refresh();
  expect(element.querySelector("table")).toBeNull();
  element.open = true;
  element.dispatchEvent(new Event("toggle"));
  expect(element.querySelector("td.number")?.textContent).toBe("1");
  rows = [{lane: "a", rows: 2}];
  refresh();
  expect([...element.querySelectorAll("td.number")].map(({textContent}) => textContent)).toEqual(["2"]);
});
