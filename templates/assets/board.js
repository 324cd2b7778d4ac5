/* Marks today by the device's own date, and remembers which class was looked at.
   The pages are whole without it; it asks for nothing and works from disk. */
(function () {
  "use strict";
  var KEY = "sjboard.class";

  function each(selector, act) {
    Array.prototype.forEach.call(document.querySelectorAll(selector), act);
  }

  function two(number) {
    return (number < 10 ? "0" : "") + number;
  }

  function remembered() {
    try {
      return window.localStorage.getItem(KEY);
    } catch (error) {
      return null; /* storage is switched off: nothing to remember with */
    }
  }

  function remember(route) {
    try {
      window.localStorage.setItem(KEY, route);
    } catch (error) {
      /* as above */
    }
  }

  function markToday() {
    var now = new Date();
    var today = now.getFullYear() + "-" + two(now.getMonth() + 1) + "-" + two(now.getDate());
    each("[data-first]", function (element) {
      if (element.getAttribute("data-first") > today || element.getAttribute("data-last") < today) {
        return;
      }
      element.classList.add("is-today");
      var chip = element.querySelector(".chip-today");
      if (chip) {
        chip.hidden = false;
      }
    });
  }

  function markMine() {
    var route = remembered();
    var mine = document.querySelector("[data-mine]");
    each("a[data-own]", function (link) {
      if (link.getAttribute("data-own") !== route) {
        return;
      }
      link.classList.add("is-mine");
      if (mine) {
        mine.href = link.href;
        mine.textContent = link.getAttribute("data-name");
        mine.parentNode.hidden = false;
      }
    });
  }

  var board = document.querySelector("h1[data-own]");
  if (board) {
    remember(board.getAttribute("data-own"));
  }
  markToday();
  markMine();
})();
