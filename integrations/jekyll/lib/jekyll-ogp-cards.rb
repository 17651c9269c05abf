# frozen_string_literal: true

require "jekyll/ogp_cards"
