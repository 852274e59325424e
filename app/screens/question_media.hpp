#pragma once
// Pictures, sounds and films that go with a question or a choice, and the pictures that answer one. What this window
// cannot play is opened in the program that the computer has for it.

#include <map>
#include <string>

#include "app/screens/question_entry.hpp"

namespace yuanquan::screens {

// The picture in at most that size (px at scale 1); false where there is none to show.
bool draw_form_picture(const ui::Ui& ui, Entry& entry, const std::string& file, float side_max);
bool draw_answer_picture(const ui::Ui& ui, Entry& entry, std::string_view stored, float side_max);
// Of a label: "image" drawn, "audio" and "video" as buttons.
void draw_media(const ui::Ui& ui, Entry& entry, const std::string& path, const std::map<std::string, std::string>& media);
// The bytes behind a stored "blob:…/name"; '' where they are not here (yet).
std::string answer_bytes(Entry& entry, std::string_view stored);

}  // namespace yuanquan::screens
