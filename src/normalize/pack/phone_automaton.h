#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "normalize/packed_table.h"

namespace doublon::normalize::pack {

// Turns the number patterns of a calling code (regular expressions over digits: classes, \d,
// groups, |, ?, {n}, {n,m}) into one deterministic automaton that tells all types of a number at
// once.
class PhoneAutomaton {
 public:
  PhoneAutomaton();

  // Adds `pattern`; numbers it matches whole get `use`. False when the pattern holds something else
  // than the above.
  bool AddPattern(std::string_view pattern, std::uint16_t use);
  // Appends the automaton to `states` and returns its start state; 0 when it has more states than
  // 16 bits can name.
  std::uint16_t Build(std::vector<PhoneState>& states) const;

 private:
  struct Node {
    std::uint16_t digits = 0;  // bit d: the way to `next` on digit d; 0: free ways
    std::vector<std::uint32_t> next;
    std::uint16_t accept = 0;
  };
  struct Part {
    std::uint32_t begin, end;
  };
  std::uint32_t NewNode();
  void Link(std::uint32_t from, std::uint32_t to) { nodes_[from].next.push_back(to); }
  bool ParseChoice(std::string_view& rest, Part& part);
  bool ParseSequence(std::string_view& rest, Part& part);
  bool ParseAtom(std::string_view& rest, Part& part);
  bool ParseClass(std::string_view& rest, std::uint16_t& digits);
  Part Digits(std::uint16_t digits);
  void Close(std::vector<std::uint32_t>& set) const;

  std::vector<Node> nodes_;
};

}  // namespace doublon::normalize::pack
